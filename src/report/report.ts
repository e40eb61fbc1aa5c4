import type {Config} from '../config/config.js';
import type {Profile} from '../profile/profile.js';

/** What a report is made from: a question, and the profile after pprof's steps. */
export interface Report {
  readonly config: Config;
  readonly profile: Profile;
}

/** How one report is made, and how it reads as pprof's text. */
export interface ReportKind<Model> {
  /** `config` with the options that this report insists on. */
  settings(config: Config): Config;
  make(report: Report): Model;
  text?(model: Model): string;
}
