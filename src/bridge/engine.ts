import type {Config} from '../config/config.js';
import type {FlameWish} from '../report/flamegraph.js';
import type {GoOn} from '../report/report.js';
import type {ReportModel, ReportName} from '../report/reports.js';
import type {SeriesReport, SeriesWish} from '../report/series.js';
import type {Redaction, Redacted, Remains} from '../profile/redact.js';
import type {ProfileSource} from '../fetch/source.js';
import type {Completion} from '../shell/complete.js';
import type {ShellAnswer, SourceText} from '../shell/shell.js';
import type {BaseKind} from './comparison-id.js';

/** A profile that the engine holds open: the SHA-256 of its bytes in hex, which is also its fingerprint in a link. */
export type ProfileId = string;

/** What a profile says of itself, once it is open. Plain data. */
export interface ProfileInfo {
  readonly id: ProfileId;
  /** The name of the file, or what the address calls it. */
  readonly name: string;
  /** Bytes as they came. */
  readonly size: number;
  readonly kind: ProfileKind;
  /** Each with the sum of its |values| and the text of it, as pprof would print the total. */
  readonly sampleTypes: readonly SampleTypeInfo[];
  /** Row in `sampleTypes` that is meant when the config names none. */
  readonly defaultSampleType: number;
  /** How many were taken, as far as the profile counts them. */
  readonly samples: number;
  readonly functions: number;
  readonly locations: number;
  /** Base name of the file of the first mapping, '' for none. */
  readonly binary: string;
  readonly buildId: string;
  /** Milliseconds since 1970; 0 for unknown or absurd. */
  readonly timeMillis: number;
  /** 0 for unknown. */
  readonly durationNanos: number;
  readonly periodType: string;
  readonly periodUnit: string;
  readonly period: number;
  readonly comments: readonly string[];
  /** Shown as text; a link only if it is http or https. */
  readonly docUrl: string;
  /** The import path (or first part of a name) that is taken for the person's own code, '' for none. */
  readonly yourCode: string;
  /** Share of locations that have no function, 0 to 1. */
  readonly unnamedShare: number;
  /** What pprof does not read of this file: the names in Go's text, or the whole of a goroutine dump; '' for nothing. */
  readonly goText: '' | 'names' | 'dump';
  /** What should be said beside the profile, as whole sentences. */
  readonly warnings: readonly string[];
  /** Where this is a comparison of two profiles: what was compared. The totals of its sample types are those of `after`. */
  readonly comparison?: ComparisonInfo;
}

export interface ComparisonInfo {
  readonly kind: BaseKind;
  readonly after: ComparedInfo;
  readonly before: ComparedInfo;
}

/** One side of a comparison, as it was opened by itself. */
export interface ComparedInfo extends Pick<ProfileInfo, 'id' | 'name' | 'kind' | 'samples' | 'durationNanos' | 'timeMillis' | 'binary' | 'buildId'> {
  /** By sample type of the comparison, in its units: the sum of |values|. */
  readonly totals: readonly number[];
}

/** What is to be compared with what. */
export interface ComparisonWish {
  readonly after: ProfileId;
  readonly before: ProfileId;
  readonly kind: BaseKind;
  /** Turns them round where the one named as `after` was recorded first, and both say when. */
  readonly byTime?: boolean;
}

export type ProfileKind = 'cpu' | 'heap' | 'allocs' | 'goroutine' | 'block' | 'mutex' | 'threadcreate' | 'wall' | 'other';

export interface SampleTypeInfo {
  readonly type: string;
  readonly unit: string;
  readonly total: number;
  readonly totalText: string;
}

/** How far a long job is. `total` is 0 where it is not known. */
export interface Progress {
  readonly stage: 'reading' | 'building';
  readonly bytes: number;
  readonly totalBytes: number;
  readonly samples: number;
}

/** A report, ready to draw. `model` is columns (moved, not copied) and text. */
export interface Answer<Name extends ReportName> {
  readonly name: Name;
  readonly model: ReportModel<Name>;
  /** The lines above pprof's text, as in `File: …`, `Type: …`. */
  readonly legend: readonly string[];
  /** `focus expression matched no samples`, and what else pprof would say on the side. */
  readonly warnings: readonly string[];
}

/** A profile in the library on this machine, without its bytes. */
export interface KeptProfile {
  readonly id: ProfileId;
  readonly name: string;
  readonly size: number;
  readonly kind: ProfileKind;
  /** One line: what, how long, how many samples. */
  readonly summary: string;
  /** Where it came from: a file name or an address. */
  readonly source: string;
  readonly addedMillis: number;
  readonly openedMillis: number;
  /** The flame graph as a stamp: `[depth, start, width, role]` in 0…1 of the width, a few dozen. */
  readonly stamp: readonly (readonly number[])[];
  /** The hash of the last view: what stood after `#`. */
  readonly lastView: string;
  readonly note: string;
  /** The host it was collected from, else the program that it is of; '' for neither. */
  readonly service: string;
  /** A pinned profile is never offered for deletion. */
  readonly pinned: boolean;
  readonly tags: readonly string[];
  /** When it was deleted; 0 for never. Its bytes stay until it is too late to take that back. */
  readonly removedMillis: number;
  /** Whether the browser has lost its bytes, so that it cannot be opened any more. */
  readonly gone?: boolean;
}

/** What a zip of a library brought: profiles that were new, that were here already, and that could not be taken. */
export interface Imported {
  readonly added: number;
  readonly known: number;
  readonly refused: number;
}

/**
 * What keeping a profile came to: `store-full` where there was no room, `store-refused` where nothing can be kept,
 * `store-newer` where a newer version of the page keeps the library in a form that this one must not write.
 */
export type Kept =
  | {readonly kept: true}
  | {readonly kept: false; readonly code: 'store-full' | 'store-refused' | 'store-newer'; readonly reason: string};

/** How many profiles of a series are read. */
export interface SeriesProgress {
  readonly done: number;
  readonly of: number;
}

/** What is given away of a profile. */
export interface ShareWish {
  readonly redaction: Redaction;
  /** Whether the sample types that are not shown are left out. */
  readonly onlyShown: boolean;
  /** Whether the profile itself is asked for too. */
  readonly embed: boolean;
}

/** A profile after its filters, redacted: what is shown of it, and what it still says. */
export interface SharedProfile {
  readonly flamegraph: ReportModel<'flamegraph'>;
  readonly top: ReportModel<'top'>;
  /** What gives the same reports of `bytes`; it holds no name that is not in them. */
  readonly config: Config;
  readonly replaced: Redacted['replaced'];
  readonly remains: Remains;
  /** The redacted profile as pprof reads it; undefined where it was not asked for. */
  readonly bytes?: Uint8Array;
}

/** What the page may ask of the worker, and the whole of it. */
export interface Engine {
  /**
   * Reads a source to a profile and holds it open. Its bytes go to the library once
   * the first question about it is answered; who asks for the library before waits for them.
   */
  open(source: ProfileSource, onProgress: (progress: Progress) => void): Promise<{info: ProfileInfo}>;
  /**
   * Holds open the comparison of two profiles, each of which was opened once. It is a
   * profile of its own, of which everything may be asked; `config.normalize` says whether
   * the later one is scaled to the earlier. Fails with `unknown-profile` and `incompatible`.
   */
  compare(wish: ComparisonWish): Promise<{info: ProfileInfo}>;
  /**
   * How the functions of several snapshots of one service grew. Each is read by itself, and
   * is not held open for it. Fails with `unknown-profile` and `incompatible`; `cancel` stops it.
   */
  series(profiles: readonly ProfileId[], wish: SeriesWish, onProgress: (progress: SeriesProgress) => void): Promise<SeriesReport>;
  /**
   * Opens what `pprof a b c` would: the samples of all added up, as a profile of its own that
   * is kept like any other. Fails with `unknown-profile` and `incompatible`; `cancel` stops it.
   */
  merge(profiles: readonly ProfileId[], name: string, onProgress: (progress: SeriesProgress) => void): Promise<{info: ProfileInfo}>;
  /** What keeping an opened profile came to, as soon as that is known. */
  kept(profile: ProfileId): Promise<Kept>;
  /** Lets go of every `open` that is under way or waits for its turn; each fails with `cancelled`. */
  cancel(): Promise<void>;
  /**
   * A profile that is not held open is read from the library first, so a page may
   * ask of any profile it ever opened. Fails with `unknown-profile` where it is in neither.
   *
   * @param wish which part of a flame graph is looked at; other reports have none
   * @param goOn asked now and then while a graph is laid out; where it says no, this fails with `cancelled`
   */
  report<Name extends ReportName>(profile: ProfileId, name: Name, config: Config, wish?: FlameWish, goOn?: GoOn): Promise<Answer<Name>>;
  /** What pprof's prompt says before the first line, and the options that it starts with when the page asks with `config`. */
  startShell(profile: ProfileId, config: Config): Promise<ShellAnswer>;
  /**
   * A line at pprof's prompt. `options` are those of the answer before; what is wrong with the line is in the answer.
   *
   * @param sources what the page found of the `sources` of the answer to the same line
   */
  run(profile: ProfileId, line: string, options: Config, sources?: readonly SourceText[]): Promise<ShellAnswer>;
  /** How a line at the prompt may go on. */
  complete(profile: ProfileId, line: string): Promise<Completion>;
  /**
   * Lets go of all that is held open but `shown`, once it is kept; what could not be read again stays. Any of it is read
   * again when it is asked about. Without `shown` it lets go of nothing.
   *
   * @returns whether this thread has held a large profile and holds none any more, so that another may take its place: a thread
   *   gives back the memory of a large profile for certain when it ends
   */
  release(shown?: readonly ProfileId[]): Promise<boolean>;
  /** Newest opened first. */
  library(): Promise<readonly KeptProfile[]>;
  /** The kept profile whose id begins with `fingerprint`, at least 8 hex digits of it; undefined for none. */
  find(fingerprint: string): Promise<KeptProfile | undefined>;
  /** Changes what is written beside the bytes. */
  annotate(profile: ProfileId, change: Partial<Pick<KeptProfile, 'name' | 'note' | 'lastView' | 'pinned' | 'tags'>>): Promise<void>;
  /** Takes a profile out of the library, and its bytes from the disk ten seconds later; at once where there is need for `room`. */
  forget(profile: ProfileId, room?: boolean): Promise<void>;
  /** Takes `forget` back, for ten seconds. */
  restore(profile: ProfileId): Promise<void>;
  /** Tries once more to keep an open profile that there was no room for. */
  keep(profile: ProfileId): Promise<Kept>;
  /** The whole library as one zip. */
  exportLibrary(): Promise<Blob>;
  /** Adds the profiles of such a zip to the library. Fails with `other-format` for another file. */
  importLibrary(zip: Blob): Promise<Imported>;
  /** What the filters of `config` leave of a profile, redacted, for a report that is given away. */
  share(profile: ProfileId, config: Config, wish: ShareWish): Promise<SharedProfile>;
  /** The bytes as they came, for a download; of a comparison what pprof would write of it. */
  original(profile: ProfileId): Promise<Uint8Array>;
}
