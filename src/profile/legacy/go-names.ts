import type {Label} from '../builder.js';
import type {Draft, DraftLine} from './draft.js';
import {parseHex} from './numbers.js';

interface NamedFrame extends DraftLine {
  readonly address: bigint;
}

const frameLine = /^#\t0x([0-9a-f]{1,16})\t+([^\t]+?)(?:\+0x[0-9a-f]+)?\t+([^\t]*):(\d+)$/;

/**
 * Reads the names that Go writes under each record of its `debug=1` text.
 *
 * pprof passes over those lines, so the same file has addresses only there. Go
 * leaves out the frames of the runtime below and above the person's own; where a
 * record has names, so do we, and what is left is named from end to end.
 */
export class GoNames {
  readonly #draft: Draft;
  readonly #frames = new Map<number, NamedFrame[]>();
  readonly #labels = new Map<number, Label[]>();

  constructor(draft: Draft) {
    this.#draft = draft;
  }

  /** Takes a line in; lines that hold no name are passed over. */
  line(line: string): void {
    if (!line.startsWith('#')) return;
    const sample = this.#draft.samples.length - 1;
    if (sample < 0) return;
    if (line.startsWith('# labels: ')) {
      this.#labels.set(sample, labelsOf(line.slice('# labels: '.length)));
      return;
    }
    const found = line.length > 8192 ? null : frameLine.exec(line);
    const address = found === null ? undefined : parseHex(found[1]!);
    if (found === null || address === undefined) return;
    let frames = this.#frames.get(sample);
    if (frames === undefined) this.#frames.set(sample, (frames = []));
    frames.push({address, name: found[2]!, file: found[3]!, line: Number(found[4])});
  }

  /** Gives the names that were read to the draft, and says whether there were any. */
  finish(): boolean {
    for (const [row, frames] of this.#frames) {
      const sample = this.#draft.samples[row]!;
      const byAddress = new Map<bigint, NamedFrame[]>();
      for (const frame of frames) {
        const known = byAddress.get(frame.address);
        if (known === undefined) byAddress.set(frame.address, [frame]);
        else known.push(frame);
      }
      for (const [address, lines] of byAddress) {
        // A recursive call repeats its address; inlined calls put several lines under one.
        const times = sample.locations.filter((key) => key === address).length;
        if (times > 0) this.#draft.name(address, lines.slice(0, Math.max(1, Math.floor(lines.length / times))));
      }
      sample.locations = sample.locations.filter((key) => byAddress.has(key));
      this.#draft.symbolized = true;
    }
    for (const [row, labels] of this.#labels) this.#draft.samples[row]!.labels.push(...labels);
    return this.#draft.symbolized;
  }
}

/** `{"key":"value"}` as labels; what is no such text gives none. */
export function labelsOf(json: string): Label[] {
  try {
    const parsed: unknown = JSON.parse(json);
    if (typeof parsed !== 'object' || parsed === null) return [];
    return Object.entries(parsed).flatMap(([key, text]) => (typeof text === 'string' ? [{key, text}] : []));
  } catch {
    return [];
  }
}
