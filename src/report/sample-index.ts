import {Failure} from '../base/failure.js';
import {quote} from '../base/format.js';
import type {Profile} from '../profile/profile.js';

/**
 * The row of the sample type that `sampleIndex` means: a number, a type's name, or
 * a name of a Go heap profile for a profile that lacks the `inuse_`. '' means the
 * profile's default, else its last. Fails with `bad-option`.
 */
export function sampleIndexRow({sampleTypes, defaultSampleType}: Pick<Profile, 'sampleTypes' | 'defaultSampleType'>, sampleIndex: string): number {
  if (sampleTypes.length === 0) throw new Failure('bad-option', 'profile has no samples');
  if (sampleIndex === '') {
    const row = defaultSampleType === '' ? -1 : sampleTypes.findIndex(({type}) => type === defaultSampleType);
    return row < 0 ? sampleTypes.length - 1 : row;
  }
  if (/^[+-]?\d+$/.test(sampleIndex)) {
    const row = Number(sampleIndex);
    if (row < 0 || row >= sampleTypes.length) {
      throw new Failure('bad-option', `sample_index ${sampleIndex} is outside the range [0..${sampleTypes.length - 1}]`);
    }
    return row;
  }
  const short = sampleIndex.startsWith('inuse_') ? sampleIndex.slice('inuse_'.length) : sampleIndex;
  const row = sampleTypes.findIndex(({type}) => type === sampleIndex || type === short);
  if (row < 0) {
    throw new Failure('bad-option', `sample_index ${quote(sampleIndex)} must be one of: [${sampleTypes.map(({type}) => type).join(' ')}]`);
  }
  return row;
}
