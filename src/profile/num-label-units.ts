import {compareText} from './strings.js';
import type {Profile} from './profile.js';

/** The unit that each numeric label key is read in. */
export interface NumLabelUnits {
  /** By key: the first unit that a sample gives, else `bytes` for `alignment` and `request`, else the key itself. */
  readonly units: ReadonlyMap<string, string>;
  /** What is said of keys that come with several units. */
  readonly warnings: readonly string[];
}

/** Looks at the label sets in the order in which samples first carry them. */
export function numLabelUnits(profile: Profile): NumLabelUnits {
  const {labelSets, strings} = profile;
  const units = new Map<string, string>();
  const others = new Map<string, Set<string>>();
  for (const set of carriedSets(profile)) {
    for (let row = labelSets.start[set]!; row < labelSets.start[set + 1]!; row++) {
      if (labelSets.isNumber[row] === 0) continue;
      const key = strings.get(labelSets.key[row]!);
      const unit = strings.get(labelSets.unit[row]!);
      const known = units.get(key);
      if (known === undefined || known === '') units.set(key, unit);
      else if (unit !== '' && unit !== known) others.set(key, (others.get(key) ?? new Set()).add(unit));
    }
  }
  for (const [key, unit] of units) {
    if (unit === '') units.set(key, key === 'alignment' || key === 'request' ? 'bytes' : key);
  }
  const warnings = [...others].map(([key, ignored]) =>
    `For tag ${key} used unit ${units.get(key)!}, also encountered unit(s) ${[...ignored].sort(compareText).join(', ')}`);
  return {units, warnings};
}

/** The label sets that samples carry, each once, in the order of the samples. */
export function carriedSets(profile: Profile): Uint32Array {
  const {labels, length} = profile.samples;
  const seen = new Uint8Array(profile.labelSets.length);
  const sets = new Uint32Array(profile.labelSets.length);
  let count = 0;
  for (let row = 0; row < length; row++) {
    const set = labels[row]!;
    if (seen[set] === 1) continue;
    seen[set] = 1;
    sets[count++] = set;
  }
  return sets.slice(0, count);
}
