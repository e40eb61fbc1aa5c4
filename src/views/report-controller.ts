import type {ReactiveController} from 'lit';
import type {Answer} from '../bridge/engine.js';
import type {Config} from '../config/config.js';
import type {ReportName} from '../report/reports.js';
import type {ProfileView} from './profile-view.js';

/** Fields that say what is looked at and not what is asked, so that a change of them asks nothing. */
const lookedAt: readonly (keyof Config)[] = ['pivot', 'zoom', 'search', 'selected'];

/**
 * Keeps a view's answer in step with its config.
 *
 * One question is out at a time and the newest waits behind it. The last good
 * answer stays while a new one is made, and after a failure, so that a bad
 * pattern never blanks the view.
 */
export class ReportController<Name extends ReportName> implements ReactiveController {
  answer: Answer<Name> | undefined;
  /** Why the newest question has no answer. */
  error: Error | undefined;
  waiting = false;
  #asked = '';
  #out = false;

  /** @param uses fields that this report reads although they are only looked at by others */
  constructor(readonly host: ProfileView, readonly name: Name, readonly uses: readonly (keyof Config)[] = []) {
    host.addController(this);
  }

  hostUpdate(): void {
    void this.#ask();
  }

  async #ask(): Promise<void> {
    const {engine, profile, config} = this.host;
    if (!engine || !profile || !config || this.#out) return;
    const asked = {...config};
    for (const key of lookedAt) if (!this.uses.includes(key)) (asked as Record<keyof Config, unknown>)[key] = '';
    const question = profile.id + JSON.stringify(asked);
    if (question === this.#asked) return;
    this.#asked = question;
    this.#out = true;
    this.waiting = true;
    try {
      this.answer = await engine.report(profile.id, this.name, asked);
      this.error = undefined;
    } catch (error) {
      this.error = error as Error;
    } finally {
      this.#out = false;
      this.waiting = false;
      this.host.requestUpdate();
    }
  }
}
