import type {Config} from '../config/config.js';
import type {Preparer} from '../report/prepare.js';
import type {Completion} from '../shell/complete.js';
import type {Shell, ShellAnswer, SourceText} from '../shell/shell.js';

/** pprof's prompt over an open profile. Its program, and that of every text report, is loaded with the first line. */
export class LazyShell {
  readonly #preparer: Preparer;
  #shell: Promise<Shell> | undefined;

  constructor(preparer: Preparer) {
    this.#preparer = preparer;
  }

  async start(config: Config): Promise<ShellAnswer> {
    return (await this.#loaded()).start(config);
  }

  async run(line: string, options: Config, sources?: readonly SourceText[]): Promise<ShellAnswer> {
    return (await this.#loaded()).run(line, options, sources);
  }

  async complete(line: string): Promise<Completion> {
    return (await this.#loaded()).complete(line);
  }

  #loaded(): Promise<Shell> {
    this.#shell ??= this.#load().catch((reason: unknown) => {
      this.#shell = undefined;
      throw reason;
    });
    return this.#shell;
  }

  async #load(): Promise<Shell> {
    const [{Shell}, {encodeProfile}, {gzip}] = await Promise.all([import('../shell/shell.js'), import('../profile/encode.js'), import('../profile/gzip.js')]);
    return new Shell(this.#preparer, {sources: undefined, encode: (profile) => gzip(encodeProfile(profile))});
  }
}
