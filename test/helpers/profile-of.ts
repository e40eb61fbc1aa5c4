import {ProfileBuilder} from '../../src/profile/builder.js';
import type {Profile} from '../../src/profile/profile.js';

/**
 * A profile from lines such as `main;work;alloc 10 20 {thread=a}`: frames from the
 * root, one value a type, string labels. A frame may say `name@file.go:12`, and
 * `outer>inner` puts two lines in one location (inner inlined into outer).
 *
 * @param types one `type unit` a sample type, by commas: `samples count, cpu nanoseconds`
 */
export function profileOf(types: string, text: string, change: (builder: ProfileBuilder) => void = () => {}): Profile {
  const builder = new ProfileBuilder();
  builder.sampleTypes = types.split(',').map((part) => {
    const [type = '', unit = ''] = part.trim().split(/\s+/);
    return {type, unit};
  });
  const mapping = builder.mapping({start: 0x1000n, limit: 0x100000n, file: '/bin/app', hasFunctions: true});
  const locations = new Map<string, number>();
  const frame = (spec: string): number => {
    let row = locations.get(spec);
    if (row === undefined) {
      const lines = spec.split('>').reverse().map((part) => {
        const [, name = '', file = '', line = '0'] = /^([^@]*)(?:@([^:]*)(?::(\d+))?)?$/.exec(part) ?? [];
        return {function: builder.function_(name, name, file), line: Number(line)};
      });
      row = builder.location(mapping, 0x1000n + BigInt(locations.size) * 16n, lines);
      locations.set(spec, row);
    }
    return row;
  };
  for (const line of text.split('\n')) {
    const found = /^\s*(\S*)\s+((?:-?\d+\s*)+)(?:\{(.*)\})?\s*$/.exec(line);
    if (found === null) continue;
    const [, stack = '', values = '', labels = ''] = found;
    builder.sample(
      stack === '' || stack === '-' ? [] : stack.split(';').map(frame).reverse(),
      values.trim().split(/\s+/).map((value) => BigInt(value)),
      labels === '' ? [] : labels.split(',').map((label) => {
        const [key = '', value = ''] = label.trim().split('=');
        const number = /^#(-?\d+)(.*)$/.exec(value);
        return number === null ? {key, text: value} : {key, number: BigInt(number[1]!), unit: number[2]!};
      }),
    );
  }
  change(builder);
  return builder.finish();
}
