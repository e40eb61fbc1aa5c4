import type {ReactiveController} from 'lit';
import type {Answer} from '../bridge/engine.js';
import {asked} from '../config/asked.js';
import type {Config} from '../config/config.js';
import type {ReportName} from '../report/reports.js';
import {questionOf, takeAhead} from './ask-ahead.js';
import {ReportEvent, type ProfileView} from './profile-view.js';

export interface ReportOptions {
  /** Fields that this report reads although they are only looked at by others. */
  readonly uses?: readonly (keyof Config)[];
  /** Whether it says how much of it is done, and can be stopped. */
  readonly stoppable?: boolean;
  /** What is asked in place of the config of the page; undefined for nothing at all. */
  readonly ask?: (config: Config) => Config | undefined;
}

/**
 * Keeps a view's answer in step with its config.
 *
 * One question is out at a time and the newest waits behind it. The last good
 * answer stays while a new one is made, and after a failure, so that a bad
 * pattern never blanks the view; a new profile starts with none.
 */
export class ReportController<Name extends ReportName> implements ReactiveController {
  answer: Answer<Name> | undefined;
  /** What the answer answers. */
  answered: Config | undefined;
  /** Why the newest question has no answer. */
  error: Error | undefined;
  waiting = false;
  /** How much of the answer is made, 0 to 1, where that is told. */
  done: number | undefined;
  #stopped = false;
  #asked = '';
  #profile = '';
  #out = false;
  readonly #uses: readonly (keyof Config)[];
  readonly #ask: (config: Config) => Config | undefined;

  readonly #stoppable: boolean;

  constructor(readonly host: ProfileView, readonly name: Name, {uses = [], stoppable = false, ask = (config) => config}: ReportOptions = {}) {
    this.#uses = uses;
    this.#ask = ask;
    this.#stoppable = stoppable;
    host.addController(this);
  }

  hostUpdate(): void {
    void this.#step();
  }

  /** Stops what is being made; the last good answer stays. */
  stop(): void {
    this.#stopped = true;
    this.host.requestUpdate();
  }

  /** Asks again what has failed. */
  retry(): void {
    this.#asked = '';
    this.host.requestUpdate();
  }

  async #step(): Promise<void> {
    const {engine, profile, config} = this.host;
    if (!engine || !profile || !config || this.#out) return;
    const wished = this.#ask(config);
    if (profile.id !== this.#profile || wished === undefined) {
      this.#profile = profile.id;
      this.#asked = '';
      this.answer = undefined;
      this.error = undefined;
    }
    if (wished === undefined) return;
    const narrowed = asked(wished, this.#uses);
    const question = questionOf(profile.id, this.name, narrowed);
    if (question === this.#asked) return;
    this.#asked = question;
    this.#out = true;
    this.waiting = true;
    this.#stopped = false;
    this.host.dispatchEvent(new Event('report-asked', {bubbles: true, composed: true}));
    try {
      const answer = await (takeAhead(engine, question) as Promise<Answer<Name>> | undefined ?? engine.report(profile.id, this.name, narrowed, undefined, this.#stoppable ? this.#goOn : undefined));
      if (this.host.profile.id === profile.id) {
        this.answer = answer;
        this.answered = narrowed;
      }
      this.error = undefined;
    } catch (error) {
      this.error = error as Error;
    }
    this.#out = false;
    this.waiting = false;
    this.done = undefined;
    this.host.requestUpdate();
    this.host.dispatchEvent(new ReportEvent(this.name, config, this.error === undefined ? this.answer as Answer<ReportName> | undefined : undefined, this.#stopped ? undefined : this.error));
  }

  readonly #goOn = (done: number): boolean => {
    this.done = done;
    this.host.requestUpdate();
    return !this.#stopped;
  };
}
