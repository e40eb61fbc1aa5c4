import {baseName} from '../base/format.js';
import {label} from '../measurement/label.js';
import {guessYourCode} from '../report/roles.js';
import {sampleIndexRow} from '../report/sample-index.js';
import type {ProfileInfo, ProfileKind, SampleTypeInfo} from '../bridge/engine.js';
import type {Profile} from '../profile/profile.js';

/** What is known of a profile besides its columns. */
export interface Origin {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly goText?: ProfileInfo['goText'];
}

/** What `profile` says of itself. */
export function profileInfo(profile: Profile, {id, name, size, goText = ''}: Origin): ProfileInfo {
  const [main] = profile.mappings;
  const unnamedShare = shareWithoutName(profile);
  return {
    id,
    name,
    size,
    kind: profileKind(profile, name),
    sampleTypes: profile.sampleTypes.map((_, type) => sampleTypeInfo(profile, type)),
    defaultSampleType: profile.sampleTypes.length === 0 ? 0 : sampleIndexRow(profile, ''),
    samples: samplesTaken(profile),
    functions: profile.functions.length,
    locations: profile.locations.length,
    binary: main === undefined || main.file === '' ? '' : baseName(main.file),
    buildId: main?.buildId ?? '',
    timeMillis: sensibleMillis(profile.timeNanos),
    durationNanos: profile.durationNanos > 0n ? Number(profile.durationNanos) : 0,
    periodType: profile.periodType.type,
    periodUnit: profile.periodType.unit,
    period: Number(profile.period),
    comments: profile.comments,
    docUrl: profile.docUrl,
    yourCode: guessYourCode(profile),
    unnamedShare,
    goText,
    warnings: warningsOf(profile, unnamedShare),
  };
}

/** Equal samples are one row in many files, so their number is the sum of the type that counts them, where there is one. */
function samplesTaken({sampleTypes, samples}: Profile): number {
  const counts = sampleTypes.findIndex(({type, unit}) => type === 'samples' && unit === 'count');
  let taken = 0;
  if (counts >= 0) for (let row = 0; row < samples.length; row++) taken += samples.values[counts]!.number(row);
  return taken > 0 && Number.isSafeInteger(taken) ? taken : samples.length;
}

/** One line that tells kept profiles apart: `app, 12.24s, 657 samples`. */
export function summaryOf(info: ProfileInfo): string {
  const total = info.sampleTypes[info.defaultSampleType];
  const parts = [info.binary];
  if (info.durationNanos > 0) parts.push(label(BigInt(Math.round(info.durationNanos)), 'nanoseconds'));
  if (total !== undefined) parts.push(`${total.type} ${total.totalText}`);
  parts.push(info.samples === 1 ? '1 sample' : `${info.samples} samples`);
  return parts.filter((part) => part !== '').join(', ');
}

function sampleTypeInfo(profile: Profile, row: number): SampleTypeInfo {
  const {type, unit} = profile.sampleTypes[row]!;
  const total = profile.samples.values[row]!.absoluteSum();
  // Past 2^53 the sum has lost bits that the text would not show either.
  return {type, unit, total, totalText: label(Number.isSafeInteger(total) ? total : BigInt(Math.round(total)), unit)};
}

/**
 * What was measured. Go's kinds differ by their sample types and, where those are
 * the same, by the default (`allocs` is a heap profile that defaults to alloc_space)
 * or the name of the file (`block` and `mutex` both count contentions).
 */
function profileKind(profile: Profile, name: string): ProfileKind {
  const types = new Set(profile.sampleTypes.map(({type}) => type));
  const file = name.toLowerCase();
  if (types.has('goroutine') || types.has('goroutines')) return 'goroutine';
  if (types.has('threadcreate')) return 'threadcreate';
  if (types.has('inuse_space') || types.has('inuse_objects')) {
    return profile.defaultSampleType.startsWith('alloc_') ? 'allocs' : 'heap';
  }
  if (types.has('alloc_space') || types.has('alloc_objects')) return 'allocs';
  if (types.has('contentions') || types.has('delay')) return namesMutex(profile) || file.includes('mutex') ? 'mutex' : 'block';
  if (types.has('cpu') || profile.periodType.type === 'cpu') return 'cpu';
  if (types.has('wall') || profile.periodType.type === 'wall') return 'wall';
  return 'other';
}

/** Whether the leaves are unlocks: Go charges a mutex to who held it, and a block to who waited. */
function namesMutex(profile: Profile): boolean {
  const {samples, stacks, locations, lines, functions, strings} = profile;
  for (let sample = 0; sample < Math.min(samples.length, 32); sample++) {
    const stack = samples.stack[sample]!;
    if (stack < 0) continue;
    const line = locations.lineStart[stacks.location[stack]!]!;
    if (line >= locations.lineStart[stacks.location[stack]! + 1]!) continue;
    if (/Unlock$/.test(strings.get(functions.name[lines.function[line]!]!))) return true;
  }
  return false;
}

/** Milliseconds since 1970, 0 for what no clock of a computer says (before 1990, after 2200). */
function sensibleMillis(nanos: bigint): number {
  const millis = Number(nanos / 1_000_000n);
  return millis > 631_152_000_000 && millis < 7_258_118_400_000 ? millis : 0;
}

/** Share of the locations that have no line with a named function. */
function shareWithoutName({locations, lines, functions}: Profile): number {
  if (locations.length === 0) return 0;
  let unnamed = 0;
  for (let row = 0; row < locations.length; row++) {
    let named = false;
    for (let line = locations.lineStart[row]!; line < locations.lineStart[row + 1]!; line++) {
      if (functions.name[lines.function[line]!]! !== 0) named = true;
    }
    if (!named) unnamed++;
  }
  return unnamed / locations.length;
}

function warningsOf(profile: Profile, unnamedShare: number): string[] {
  const warnings: string[] = [];
  if (profile.samples.length === 0) {
    warnings.push('This profile has no samples. It was read without errors, but the program did nothing while it was recorded. Put load on it and record for longer.');
  } else if (unnamedShare === 1) {
    warnings.push('This profile has addresses, no names. It was built with -ldflags "-s -w" or comes from C.');
  }
  return warnings;
}
