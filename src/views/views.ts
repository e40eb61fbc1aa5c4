/** Every view of an open profile, in the order of the tabs. To add one, write its file and name it here. */
export interface ViewEntry {
  /** As it stands in the address. */
  readonly name: string;
  readonly title: string;
  readonly tag: string;
  load(): Promise<unknown>;
}

export const views: readonly ViewEntry[] = [
  {name: 'flamegraph', title: 'Flame graph', tag: 'flamegraph-view', load: () => import('./flamegraph-view.js')},
  {name: 'top', title: 'Top', tag: 'top-view', load: () => import('./top-view.js')},
  {name: 'graph', title: 'Graph', tag: 'graph-view', load: () => import('./graph-view.js')},
  {name: 'console', title: 'Console', tag: 'console-view', load: () => import('./console-view.js')},
];
