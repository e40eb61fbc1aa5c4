import type {ProfileInfo} from '../bridge/engine.js';

type Types = Pick<ProfileInfo, 'sampleTypes' | 'defaultSampleType'>;

/** The row of the sample type that is meant by `sampleIndex`, as the engine reads it. */
export function sampleTypeRow({sampleTypes, defaultSampleType}: Types, sampleIndex: string): number {
  if (sampleIndex === '') return defaultSampleType;
  if (/^\d+$/.test(sampleIndex)) return Math.min(Number(sampleIndex), sampleTypes.length - 1);
  const short = sampleIndex.replace(/^inuse_/, '');
  const row = sampleTypes.findIndex(({type}) => type === sampleIndex || type === short);
  return row < 0 ? defaultSampleType : row;
}

/** How a config names the type at `row`: not at all for the default, by its number where two have one name. */
export function sampleIndexOf({sampleTypes, defaultSampleType}: Types, row: number): string {
  if (row === defaultSampleType) return '';
  const {type} = sampleTypes[row]!;
  return sampleTypes.findIndex((other) => other.type === type) === row && !/^\d+$/.test(type) ? type : String(row);
}

/** The order in which people read them: what is in use, what was allocated; time before counts. */
export function sampleTypeOrder({sampleTypes}: Types): number[] {
  const rank = (type: string): number => ['inuse_space', 'inuse_objects', 'alloc_space', 'alloc_objects', 'cpu', 'samples', 'delay', 'contentions'].indexOf(type);
  return sampleTypes.map((_, row) => row).sort((a, b) => {
    const [first, second] = [rank(sampleTypes[a]!.type), rank(sampleTypes[b]!.type)];
    return first >= 0 && second >= 0 ? first - second : a - b;
  });
}
