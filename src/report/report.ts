import type {Config} from '../config/config.js';
import type {GraphSource} from '../graph/graph.js';
import type {Profile} from '../profile/profile.js';
import type {FlameWish} from './flamegraph.js';

/** What a report is made from: a question, and the profile after pprof's steps. */
export interface Report {
  readonly config: Config;
  /** After label frames and filters. Granularity is the graph's matter: names, files and lines are all there. */
  readonly profile: Profile;
  /** Row of `profile.sampleTypes` that is shown. */
  readonly valueRow: number;
  /** What is shown, as pprof names it: `cpu`, and `mean_delay` under `mean`. */
  readonly sampleType: string;
  /** The unit of the values, as the profile names it. */
  readonly unit: string;
  /**
   * What percentages are of: the sum of |values|, of the base only where the profile
   * says which samples are a base; of all samples, unless percentages are relative.
   */
  readonly total: bigint;
  /** By key of a numeric label: the unit it is read in. */
  readonly numLabelUnits: ReadonlyMap<string, string>;
  /** `Focus expression matched no samples`, and what else pprof says on the side. */
  readonly warnings: readonly string[];
  /**
   * What graphs of this report are built from; the last one is kept.
   *
   * @param objectNames whether functions of two binaries stay apart
   */
  graphSource(objectNames?: boolean): GraphSource;
}

/** How one report of a view is made. */
export interface ReportKind<Model> {
  /** `config` with the options that this report insists on. */
  settings(config: Config): Config;
  /** `wish` is for flame graphs, `goOn` for what may take long. */
  make(report: Report, wish?: FlameWish, goOn?: GoOn): Model | Promise<Model>;
}

/** Told how much is done, 0 to 1, it says whether to go on. */
export type GoOn = (done: number) => boolean | Promise<boolean>;
