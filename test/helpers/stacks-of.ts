import type {Profile} from '../../src/profile/profile.js';

/**
 * The samples of a profile in `profileOf`'s notation, one line a sample:
 * `main;work>inlined 10 20`. A location without lines reads `?`, a sample without frames `-`.
 */
export function stacksOf(profile: Profile): string[] {
  const {samples, stacks, locations, lines, functions, strings} = profile;
  return Array.from({length: samples.length}, (_, sample) => {
    const frames: string[] = [];
    for (let row = samples.stack[sample]!; row >= 0; row = stacks.caller[row]!) {
      const location = stacks.location[row]!;
      const names: string[] = [];
      for (let line = locations.lineStart[location + 1]! - 1; line >= locations.lineStart[location]!; line--) {
        names.push(strings.get(functions.name[lines.function[line]!]!));
      }
      frames.unshift(names.join('>') || '?');
    }
    const values = samples.values.map((column) => column.bigint(sample));
    return `${frames.join(';') || '-'} ${values.join(' ')}`;
  });
}
