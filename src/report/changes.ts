import {Role} from '../config/role.js';
import {isReal, noiseLimit} from '../measurement/noise.js';
import {comparedSamples} from './comparison.js';
import type {Comparison} from './comparison.js';
import {drivesByFunction} from './drives.js';
import type {Profile} from '../profile/profile.js';
import type {Report} from './report.js';
import {rolesOf} from './roles.js';
import type {Finding} from './findings.js';
import {sideOf} from './side-of.js';

/** What one function cost before and after. */
export interface Change {
  readonly name: string;
  readonly role: number;
  readonly before: number;
  readonly after: number;
  /** What chance alone could make of it. */
  readonly limit: number;
  readonly isReal: boolean;
}

/** What a comparison comes to, in the unit of the sample type. */
export interface ChangesReport {
  readonly unit: string;
  readonly sampleType: string;
  readonly of: Comparison;
  /** What the amounts of a change are: what a function of theirs drives, or its own lines where nothing is theirs. */
  readonly measure: 'drives' | 'flat';
  /** The largest changes, real ones first, at most 60. */
  readonly changes: readonly Change[];
  /** Heaviest first, at most 4. */
  readonly findings: readonly Finding[];
}

const mostChanges = 60;
const mostFindings = 4;

/** The biggest changes by name, in the person's own code where there is any; undefined where the profile compares nothing. */
export function changesReport(report: Report): {readonly comparison: ChangesReport | undefined} {
  const compared = comparedSamples(report);
  if (compared === undefined) return {comparison: undefined};
  const {profile, valueRow, unit, sampleType} = report;
  const {isBase, noise} = compared;
  const roles = rolesOf(profile, report.config.yourCode);
  const hasYours = roles.byFunction.includes(Role.yourCode);
  const weigh = (side: Profile) => byName(profile, hasYours ? drivesByFunction(side, roles, valueRow) : flatByFunction(side, valueRow));
  const before = weigh(sideOf(profile, isBase, 'before'));
  const after = weigh(sideOf(profile, isBase, 'after'));
  const roleOf = new Map<string, number>();
  for (let f = 0; f < profile.functions.length; f++) roleOf.set(profile.strings.get(profile.functions.name[f]!), roles.byFunction[f]!);
  const changes: Change[] = [...new Set([...before.keys(), ...after.keys()])].map((name) => {
    const [a, b] = [before.get(name) ?? 0, after.get(name) ?? 0];
    return {name, role: roleOf.get(name) ?? Role.runtime, before: a, after: b, limit: noiseLimit(noise, a, b), isReal: isReal(noise, a, b)};
  });
  changes.sort((a, b) => Number(b.isReal) - Number(a.isReal) || size(b) - size(a) || Math.max(b.before, b.after) - Math.max(a.before, a.after));
  const of = {before: compared.before, after: compared.after, noise};
  return {comparison: {unit, sampleType, of, measure: hasYours ? 'drives' : 'flat', changes: changes.slice(0, mostChanges), findings: findingsOf(changes, of)}};
}

function findingsOf(changes: readonly Change[], of: Comparison): Finding[] {
  const real = changes.filter((change) => change.isReal);
  const found: Finding[] = real.slice(0, 2).map((change, i) => ({id: idOf(change, of), weight: 100 - i, level: 'note', names: [change.name], numbers: numbersOf(change)}));
  if (real.length === 0 && !isReal(of.noise, of.before, of.after)) {
    found.push({id: of.noise.kind === 'samples' ? 'diff-none' : 'diff-none-scaled', weight: 90, level: 'note', names: [], numbers: []});
  }
  const share = (change: Change): number => (of.before === 0 || of.after === 0 ? 0 : change.after / of.after - change.before / of.before);
  const onlyShare = changes.filter((change) => !change.isReal && Math.abs(share(change)) >= 0.03).sort((a, b) => Math.abs(share(b)) - Math.abs(share(a)))[0];
  if (onlyShare !== undefined && isReal(of.noise, of.before, of.after)) {
    const {name, before, after, limit} = onlyShare;
    const rose = share(onlyShare) > 0;
    found.push({
      id: rose ? 'diff-share-rose' : 'diff-share-fell', weight: 80, level: 'note', names: [name],
      numbers: [before / of.before, after / of.after, 0, Math.abs(after - before), limit],
    });
  }
  return found.slice(0, mostFindings);
}

function idOf({before, after, limit}: Change, {noise}: Comparison): string {
  const scaled = noise.kind === 'share' ? '-scaled' : '';
  if (before === 0) return `diff-new${scaled}`;
  if (after === 0) return `diff-gone${scaled}`;
  const far = noise.kind === 'samples' && Math.abs(after - before) > 2 * limit ? '-far' : '';
  return `diff-${after < before ? 'fell' : 'rose'}${scaled}${far}`;
}

/** The change as a share of before, then amounts: before, after, the change, what chance could make. */
function numbersOf({before, after, limit}: Change): number[] {
  const change = Math.abs(after - before);
  return [before === 0 ? 0 : change / Math.abs(before), before, after, change, limit];
}

function size({before, after}: Change): number {
  return Math.abs(after - before);
}

function flatByFunction({samples, stacks, locations, lines, functions}: Profile, valueRow: number): Float64Array {
  const flat = new Float64Array(functions.length);
  const values = samples.values[valueRow]!;
  for (let row = 0; row < samples.length; row++) {
    if (samples.stack[row]! < 0) continue;
    const location = stacks.location[samples.stack[row]!]!;
    const line = locations.lineStart[location]!;
    const f = line < locations.lineStart[location + 1]! ? lines.function[line]! : -1;
    if (f >= 0) flat[f]! += values.number(row);
  }
  return flat;
}

function byName({functions, strings}: Profile, byFunction: Float64Array): Map<string, number> {
  const sums = new Map<string, number>();
  for (let f = 0; f < byFunction.length; f++) {
    if (byFunction[f] === 0) continue;
    const name = strings.get(functions.name[f]!);
    sums.set(name, (sums.get(name) ?? 0) + byFunction[f]!);
  }
  return sums;
}
