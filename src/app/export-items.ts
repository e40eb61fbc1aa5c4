import type {MenuItem} from '../views/parts/menu-button.js';
import type {PageModel} from './page-model.js';
import type {ExportKind} from './export-file.js';
import {downloadName} from './profile-line.js';

const exportTexts = {
  failed: (reason: string) => `Nothing was saved: ${reason}`,
  items: {
    png: ['Flame graph as PNG', '1440 px wide'],
    png2: ['Flame graph as PNG ×2', '2880 px wide'],
    svg: ['Flame graph as SVG', 'whole names on hover'],
    csv: ['Top as CSV', 'for a spreadsheet'],
    markdown: ['Top as Markdown', 'for an issue'],
    text: ['pprof’s text', 'of this view'],
    dot: ['DOT', 'the call graph for Graphviz'],
    callgrind: ['Callgrind', 'for KCachegrind'],
    proto: ['Filtered profile', '.pb.gz of what is shown'],
    share: ['Report as one HTML file…', 'to give away, with names replaced'],
    original: ['Original file', 'as it was opened'],
  },
} as const;

const groups: readonly (readonly ExportKind[])[] = [['png', 'png2', 'svg'], ['csv', 'markdown'], ['text', 'dot', 'callgrind'], ['proto']];

/** Everything that can be taken away from an open profile: the lines of a menu. */
export function exportItems(page: PageModel): MenuItem[] {
  const {profile} = page;
  if (profile === undefined) return [];
  const {items} = exportTexts;
  return [
    ...groups.flatMap((group, index): MenuItem[] => [
      ...(index === 0 ? [] : [{kind: 'line' as const}]),
      ...group.map((kind): MenuItem => ({label: items[kind][0], hint: items[kind][1], run: () => void save(page, kind)})),
    ]),
    {label: items.share[0], hint: items.share[1], run: () => page.showDialog('share')},
    {label: items.original[0], hint: items.original[1], run: () => void page.download(profile.id, downloadName(profile))},
  ];
}

async function save(page: PageModel, kind: ExportKind): Promise<void> {
  const {profile, engine, state: {config, view}} = page;
  if (profile === undefined) return;
  try {
    const {exportFile} = await import('./export-file.js');
    const {name, blob} = await exportFile(kind, {engine, profile, config, view});
    const address = URL.createObjectURL(blob);
    const link = document.createElement('a');
    link.href = address;
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  } catch (reason) {
    page.say(exportTexts.failed((reason as Error).message));
  }
}
