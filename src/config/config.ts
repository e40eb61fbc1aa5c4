/** How finely frames are told apart. '' means what the report defaults to. */
export type Granularity = '' | 'functions' | 'filefunctions' | 'files' | 'lines' | 'addresses';

/** What `top` is sorted by. */
export type Sort = 'flat' | 'cum';

/**
 * All that is asked of a profile, and the whole state of the page but for what
 * a view shows of it (B25 of pprof). Plain data: it crosses the bridge, it is
 * what the address bar holds, and it is what pprof calls its config.
 */
export interface Config {
  /** A type's name, a number, or '' for the profile's default. */
  readonly sampleIndex: string;
  readonly granularity: Granularity;
  readonly sort: Sort;

  readonly focus: string;
  readonly ignore: string;
  readonly hide: string;
  readonly show: string;
  readonly showFrom: string;
  readonly pruneFrom: string;
  readonly tagFocus: string;
  readonly tagIgnore: string;
  readonly tagShow: string;
  readonly tagHide: string;
  readonly tagRoot: string;
  readonly tagLeaf: string;

  readonly noInlines: boolean;
  readonly showColumns: boolean;
  readonly callTree: boolean;
  readonly relativePercentages: boolean;
  readonly dropNegative: boolean;
  readonly compactLabels: boolean;
  readonly mean: boolean;
  readonly normalize: boolean;
  readonly trim: boolean;
  readonly intelSyntax: boolean;

  /** -1 for what the report defaults to, 0 for no limit. */
  readonly nodeCount: number;
  readonly nodeFraction: number;
  readonly edgeFraction: number;
  readonly divideBy: number;
  readonly unit: string;
  readonly output: string;
  readonly sourcePath: string;
  readonly trimPath: string;

  /** The zoom root of the flame graph, as pprof's `p`: a regular expression that one name fits. Page only. */
  readonly pivot: string;
  /** The box that the flame graph is zoomed to, as the hash of its path (`views/box-path.ts`); '' for the root. Page only. */
  readonly zoom: string;
  /** The function in the middle of the flame graph, by its printed name: its callers above it, its callees below; '' for all samples. Page only. */
  readonly sandwich: string;
  /** Whether the flame graph begins with the functions that samples end in, and goes on to their callers. Page only. */
  readonly bottomUp: boolean;
  /** Whether calls back into a function that is on the stack go on in its first box. Page only. */
  readonly foldRecursion: boolean;
  /** What the colours of the flame graph say: '' for whose code it is. Page only. */
  readonly flameColour: '' | 'package' | 'self';
  /** What stands in the search box. Page only. */
  readonly search: string;
  /** The function that is selected, by its printed name; '' for none. Page only. */
  readonly selected: string;
  /** What the call graph starts from: '' for the person's own code and its neighbours, where there is any, and 'all' for what pprof draws. Page only. */
  readonly graphScope: string;
  /** Functions of the call graph whose neighbours are shown too: their printed names as a JSON array, '' for none. Page only. */
  readonly graphExpand: string;
  /** The line of the selected function that Source shows first; 0 for the hottest. Page only. */
  readonly sourceLine: number;
  /** What stands beside the table of Top: '' for nothing. Page only. */
  readonly beside: '' | 'source' | 'peek';
  /** The order of the filters' chips, as pprof's letters with dots between; '' for the order in which pprof applies them. It changes no number of a report. Page only. */
  readonly filterOrder: string;
  /** The person's own code: comma-separated import paths or name prefixes; '' lets the engine guess. Page only. */
  readonly yourCode: string;
}

/** What pprof starts with. */
export const defaultConfig: Config = {
  sampleIndex: '',
  granularity: '',
  sort: 'flat',
  focus: '',
  ignore: '',
  hide: '',
  show: '',
  showFrom: '',
  pruneFrom: '',
  tagFocus: '',
  tagIgnore: '',
  tagShow: '',
  tagHide: '',
  tagRoot: '',
  tagLeaf: '',
  noInlines: false,
  showColumns: false,
  callTree: false,
  relativePercentages: false,
  dropNegative: false,
  compactLabels: false,
  mean: false,
  normalize: false,
  trim: true,
  intelSyntax: false,
  nodeCount: -1,
  nodeFraction: 0.005,
  edgeFraction: 0.001,
  divideBy: 1,
  unit: 'minimum',
  output: '',
  sourcePath: '',
  trimPath: '',
  pivot: '',
  zoom: '',
  sandwich: '',
  bottomUp: false,
  foldRecursion: false,
  flameColour: '',
  search: '',
  selected: '',
  graphScope: '',
  graphExpand: '',
  sourceLine: 0,
  beside: '',
  filterOrder: '',
  yourCode: '',
};
