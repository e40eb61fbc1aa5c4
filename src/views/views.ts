import type {ProfileInfo} from '../bridge/engine.js';

/** Every view of an open profile, in the order of the tabs. To add one, write its file and name it here. */
export interface ViewEntry {
  /** As it stands in the address. */
  readonly name: string;
  readonly title: string;
  readonly tag: string;
  /** Whether it says anything of this profile; a view without this is for all of them. */
  fits?(profile: ProfileInfo): boolean;
  load(): Promise<unknown>;
}

export const views: readonly ViewEntry[] = [
  {name: 'flamegraph', title: 'Flame graph', tag: 'flamegraph-view', load: () => import('./flamegraph-view.js')},
  {name: 'top', title: 'Top', tag: 'top-view', load: () => import('./top-view.js')},
  {name: 'graph', title: 'Graph', tag: 'graph-view', load: () => import('./graph-view.js')},
  {name: 'source', title: 'Source', tag: 'source-view', load: () => import('./source-view.js')},
  {name: 'peek', title: 'Peek', tag: 'peek-view', load: () => import('./peek-view.js')},
  {name: 'traces', title: 'Traces', tag: 'traces-view', load: () => import('./traces-view.js')},
  {name: 'tags', title: 'Tags', tag: 'tags-view', load: () => import('./tags-view.js')},
  {name: 'console', title: 'Console', tag: 'console-view', load: () => import('./console-view.js')},
  {
    name: 'goroutines', title: 'Goroutines', tag: 'goroutines-view', fits: ({kind}) => kind === 'goroutine',
    load: () => import('./goroutines-view.js'),
  },
];

/** The view that a profile opens with. Who dumps goroutines as text wants to know what they wait for. */
export function firstView({kind, goText}: Pick<ProfileInfo, 'kind' | 'goText'>): string {
  return kind === 'goroutine' && goText !== '' ? 'goroutines' : views[0]!.name;
}

/** The views that say something of this profile; without one, those that are for all. */
export function viewsOf(profile: ProfileInfo | undefined): readonly ViewEntry[] {
  return views.filter(({fits}) => fits === undefined || (profile !== undefined && fits(profile)));
}
