import type {Config} from './config.js';

export type FieldKind = 'text' | 'regexp' | 'boolean' | 'integer' | 'number' | 'choice';

/** One option: how the code, pprof's prompt and flags, and the address bar call it. */
export interface ConfigField {
  readonly key: keyof Config;
  /** pprof's own name, as in `-show_from=`. '' for one of ours that pprof lacks. */
  readonly name: string;
  /** The key in an address (pprof's letters); '' where it never stands there. */
  readonly letter: string;
  readonly kind: FieldKind;
  /** The words that a choice may have. Given alone, each is also a flag: `-cum`, `-lines`. */
  readonly choices?: readonly string[];
  /** Whether a saved config keeps it. */
  readonly saved: boolean;
  /** One line, in our own words. */
  readonly help: string;
}

function field(key: keyof Config, name: string, letter: string, kind: FieldKind, help: string, more: Partial<ConfigField> = {}): ConfigField {
  return {key, name, letter, kind, saved: true, help, ...more};
}

/**
 * Every option of a report. Prompt, flags, address, menus, saved settings and the
 * text of `options` are all read from it; the letters are pprof's (`tagroot` and
 * `tagleaf` have none there and get their names).
 */
export const configFields: readonly ConfigField[] = [
  field('output', 'output', '', 'text', 'File that a report is written to', {saved: false}),
  field('callTree', 'call_tree', 'calltree', 'boolean', 'One node for each calling context'),
  field('relativePercentages', 'relative_percentages', 'rel', 'boolean', 'Percentages of what the filters left'),
  field('unit', 'unit', 'unit', 'text', 'Unit that values are shown in'),
  field('compactLabels', 'compact_labels', 'compact', 'boolean', 'A short legend'),
  field('sourcePath', 'source_path', '', 'text', 'Folders to look for source files in', {saved: false}),
  field('trimPath', 'trim_path', '', 'text', 'Path prefixes to take off file names', {saved: false}),
  field('intelSyntax', 'intel_syntax', 'intel', 'boolean', 'Disassembly in Intel syntax'),
  field('nodeCount', 'nodecount', 'n', 'integer', 'Most nodes to show'),
  field('nodeFraction', 'nodefraction', 'nf', 'number', 'Hide nodes below this share of the total'),
  field('edgeFraction', 'edgefraction', 'ef', 'number', 'Hide edges below this share of the total'),
  field('trim', 'trim', 'trim', 'boolean', 'Keep the three limits above'),
  field('focus', 'focus', 'f', 'regexp', 'Only stacks with a frame that matches'),
  field('ignore', 'ignore', 'i', 'regexp', 'No stacks with a frame that matches'),
  field('pruneFrom', 'prune_from', 'prunefrom', 'regexp', 'Drop the frames that a matching frame calls'),
  field('hide', 'hide', 'h', 'regexp', 'Remove frames that match, keep their cost'),
  field('show', 'show', 's', 'regexp', 'Only frames that match'),
  field('showFrom', 'show_from', 'sf', 'regexp', 'Drop the callers above the first match'),
  field('tagFocus', 'tagfocus', 'tf', 'regexp', 'Only samples whose labels match, or lie in a range'),
  field('tagIgnore', 'tagignore', 'ti', 'regexp', 'No samples whose labels match, or lie in a range'),
  field('tagShow', 'tagshow', 'ts', 'regexp', 'Only label keys that match'),
  field('tagHide', 'taghide', 'th', 'regexp', 'No label keys that match'),
  field('mean', 'mean', 'mean', 'boolean', 'The mean per event: values divided by the first type'),
  field('sampleIndex', 'sample_index', 'si', 'text', 'Sample type, by name or number', {saved: false}),
  field('divideBy', 'divide_by', '', 'number', 'Divide all values by this', {saved: false}),
  field('normalize', 'normalize', 'norm', 'boolean', 'Scale the profile to the total of its base'),
  field('sort', 'sort', 'sort', 'choice', 'Order of entries', {choices: ['flat', 'cum']}),
  field('tagRoot', 'tagroot', 'tagroot', 'text', 'Label keys that become frames at the root'),
  field('tagLeaf', 'tagleaf', 'tagleaf', 'text', 'Label keys that become frames at the leaf'),
  field('granularity', 'granularity', 'g', 'choice', 'How finely frames are told apart', {
    choices: ['functions', 'filefunctions', 'files', 'lines', 'addresses'],
  }),
  field('noInlines', 'noinlines', 'noinlines', 'boolean', 'Count inlined functions for their caller'),
  field('showColumns', 'showcolumns', 'showcolumns', 'boolean', 'Tell columns of a line apart'),
  field('dropNegative', 'drop_negative', 'dropneg', 'boolean', 'Leave negative differences out'),
  field('pivot', '', 'p', 'regexp', 'Function that the flame graph is zoomed to', {saved: false}),
  field('zoom', '', 'z', 'text', 'Box that the flame graph is zoomed to', {saved: false}),
  field('sandwich', '', 'sw', 'text', 'Function in the middle of the flame graph', {saved: false}),
  field('bottomUp', '', 'bu', 'boolean', 'Flame graph from leaves to callers', {saved: false}),
  field('foldRecursion', '', 'fr', 'boolean', 'Flame graph with recursive calls folded', {saved: false}),
  field('flameColour', '', 'fc', 'choice', 'What the colours of the flame graph say', {choices: ['package', 'self'], saved: false}),
  field('search', '', 'q', 'text', 'Text that is searched for', {saved: false}),
  field('selected', '', 'fn', 'text', 'Function that is selected', {saved: false}),
  field('graphScope', '', 'gs', 'text', 'Whether the graph shows all: all, or nothing for your code', {saved: false}),
  field('graphExpand', '', 'ge', 'text', 'Functions of the graph with all their neighbours', {saved: false}),
  field('sourceLine', '', 'ln', 'integer', 'Line of the selected function that the source begins with', {saved: false}),
  field('beside', '', 'by', 'choice', 'What stands beside the table of Top', {choices: ['source', 'peek'], saved: false}),
  field('filterOrder', '', 'fo', 'text', 'Order of the chips of the filters', {saved: false}),
  field('yourCode', '', 'own', 'text', 'Import paths of your own code'),
];
