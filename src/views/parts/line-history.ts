const most = 500;
const longest = 2000;

/** What keeps text on this device: the browser's storage, or one that a test made. */
export type TextStore = Pick<Storage, 'getItem' | 'setItem'>;

/** Lines that were typed, the newest last, kept under `key` where the browser allows it. */
export class LineHistory {
  readonly #key: string;
  readonly #store: () => TextStore;
  #lines: string[];
  /** Steps back from the line that is being typed. */
  #back = 0;
  #draft = '';

  /** @param store throws where the browser refuses to keep anything */
  constructor(key: string, store: () => TextStore) {
    this.#key = key;
    this.#store = store;
    this.#lines = this.#read();
  }

  add(line: string): void {
    this.#back = 0;
    if (line.trim() === '' || line.length > longest) return;
    // Another tab may have added some since.
    const kept = this.#read();
    if (kept.length > 0) this.#lines = kept;
    if (this.#lines.at(-1) !== line) this.#lines.push(line);
    this.#lines = this.#lines.slice(-most);
    try {
      this.#store().setItem(this.#key, JSON.stringify(this.#lines));
    } catch {
      // It lasts as long as the page then.
    }
  }

  /** The line before the one that is shown; undefined where there is none. */
  earlier(shown: string): string | undefined {
    if (this.#back >= this.#lines.length) return undefined;
    if (this.#back === 0) this.#draft = shown;
    this.#back++;
    return this.#lines[this.#lines.length - this.#back];
  }

  /** The line after the one that is shown, and at last the one that was being typed. */
  later(): string | undefined {
    if (this.#back === 0) return undefined;
    this.#back--;
    return this.#back === 0 ? this.#draft : this.#lines[this.#lines.length - this.#back];
  }

  #read(): string[] {
    try {
      const lines: unknown = JSON.parse(this.#store().getItem(this.#key) ?? '[]');
      return Array.isArray(lines) ? lines.filter((line): line is string => typeof line === 'string' && line.length <= longest).slice(-most) : [];
    } catch {
      return [];
    }
  }
}
