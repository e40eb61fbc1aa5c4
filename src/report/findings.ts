import {Role} from '../config/role.js';
import type {Config} from '../config/config.js';
import type {Profile} from '../profile/profile.js';
import {categoriesOf} from './categories.js';
import {drivesByFunction} from './drives.js';
import {rolesOf} from './roles.js';
import type {Roles} from './roles.js';
import type {Report} from './report.js';

/**
 * One thing that the profile says (ux.md §6).
 *
 * `id` picks the sentence in the page's texts; `values` fills it. What a click
 * does is `action`: a change of config or of the sample type.
 */
export interface Finding {
  readonly id: string;
  readonly weight: number;
  readonly level: 'note' | 'warning' | 'serious';
  /** Names of functions, in the order that the sentence uses them. */
  readonly names: readonly string[];
  /** Shares (0 to 1) or amounts, in the order that the sentence uses them. */
  readonly numbers: readonly number[];
}

export interface FindingsReport {
  /** The unit of the amounts: nanoseconds in a CPU profile, whatever its type that is shown. */
  readonly unit: string;
  /** The share below which a row is noise, three samples; 0 where samples are not counted. */
  readonly noiseFloor: number;
  /** Heaviest first, at most 5. */
  readonly findings: readonly Finding[];
}

const mostFindings = 5;
/** A wait that is no pause between two requests any more. */
const longWaitMinutes = 10;

/**
 * What stands out in one profile, computed from it alone.
 *
 * Shares are of the report's total. What is said of the recording as a whole is not
 * said of what a filter left of it, and little is said of differences.
 */
export function findingsReport(report: Report): FindingsReport {
  const facts = gather(report);
  const found = facts.total === 0 || facts.hasNegative
    ? symbols(facts)
    : [...start(facts), ...memoryWork(facts), ...copy(facts), ...io(facts), ...heap(facts), ...goroutinePile(facts), ...longWait(facts), ...symbols(facts)];
  if (facts.isWhole && !facts.hasNegative && facts.total !== 0) found.push(...few(facts), ...short(facts), ...idle(facts), ...truncated(facts));
  return {
    unit: facts.isCpu ? 'nanoseconds' : report.unit,
    noiseFloor: facts.count > 0 ? Math.min(1, 3 / facts.count) : 0,
    findings: found.sort((a, b) => b.weight - a.weight).slice(0, mostFindings),
  };
}

/** What every finding is computed from. */
interface Facts {
  readonly report: Report;
  readonly roles: Roles;
  /** What shares are of. */
  readonly total: number;
  /** What the samples weigh by `StackRow` of their leaf. */
  readonly own: Float64Array;
  /** Of samples without frames, and whether any weighs less than nothing. */
  readonly hasNegative: boolean;
  /** By `LocationRow`: the function that runs there, -1 for unknown. */
  readonly running: Int32Array;
  readonly isCpu: boolean;
  /** Whether no filter took samples away. */
  readonly isWhole: boolean;
  /** How many times the program was looked at, 0 where that is not known. */
  readonly count: number;
  /** 0 for unknown. */
  readonly durationNanos: number;
}

function gather(report: Report): Facts {
  const {profile, config, valueRow} = report;
  const {samples, locations, lines} = profile;
  const own = new Float64Array(profile.stacks.length);
  const values = samples.values[valueRow]!;
  let hasNegative = false;
  for (let row = 0; row < samples.length; row++) {
    const value = values.number(row);
    if (value < 0) hasNegative = true;
    if (samples.stack[row]! >= 0) own[samples.stack[row]!]! += value;
  }
  const running = new Int32Array(locations.length).fill(-1);
  for (let row = 0; row < locations.length; row++) {
    if (locations.lineStart[row]! < locations.lineStart[row + 1]!) running[row] = lines.function[locations.lineStart[row]!]!;
  }
  const types = profile.sampleTypes.map(({type}) => type);
  const isCpu = types.includes('cpu') || profile.periodType.type === 'cpu';
  return {
    report, own, hasNegative, running, isCpu,
    roles: rolesOf(profile, config.yourCode),
    total: Number(report.total),
    isWhole: isUnfiltered(config),
    count: isCpu ? timesLooked(profile) : 0,
    durationNanos: Number(profile.durationNanos),
  };
}

function isUnfiltered({focus, ignore, hide, show, showFrom, tagFocus, tagIgnore, pruneFrom}: Config): boolean {
  return [focus, ignore, hide, show, showFrom, tagFocus, tagIgnore, pruneFrom].every((filter) => filter === '');
}

function timesLooked(profile: Profile): number {
  const counts = profile.sampleTypes.findIndex(({type, unit}) => type === 'samples' && unit === 'count');
  if (counts >= 0) return sum(profile, counts);
  const cpu = profile.sampleTypes.findIndex(({type}) => type === 'cpu');
  return cpu >= 0 && profile.period > 0n ? Math.round(sum(profile, cpu) / Number(profile.period)) : profile.samples.length;
}

function sum({samples}: Profile, valueRow: number): number {
  const values = samples.values[valueRow]!;
  let total = 0;
  for (let row = 0; row < samples.length; row++) total += Math.abs(values.number(row));
  return total;
}

/** Where to start; goroutines do not run, and where most is the person's own lines the cost is not in what they call. */
function start({report, roles, total, own, isCpu}: Facts): Finding[] {
  if (report.sampleType.startsWith('inuse_')) return [];
  const [first, second] = byName(report.profile, drivesByFunction(report.profile, roles, report.valueRow));
  if (first === undefined || first.value / total < 0.01) return [];
  const isWorthNaming = second !== undefined && second.value / total >= 0.05;
  const categories = categoriesOf(report.profile, roles);
  let self = 0;
  for (let row = 0; row < own.length; row++) if (categories[row] === Role.yourCode) self += own[row]!;
  const stands = isGoroutines(report);
  return [{
    id: stands ? 'stand' : self / total >= 0.5 ? 'start-own' : isCpu ? 'start' : 'start-callees', weight: stands ? 60 : 80, level: 'note',
    names: isWorthNaming ? [first.name, second.name] : [first.name],
    numbers: [first.value / total, isWorthNaming ? second.value / total : 0, self / total],
  }];
}

function memoryWork({report: {profile}, roles, total, own, isCpu}: Facts): Finding[] {
  if (!isCpu) return [];
  const categories = categoriesOf(profile, roles);
  let gc = 0;
  let allocation = 0;
  for (let row = 0; row < own.length; row++) {
    if (categories[row] === Role.gc) gc += own[row]!;
    else if (categories[row] === Role.allocation) allocation += own[row]!;
  }
  const share = (gc + allocation) / total;
  return share >= 0.25 ? [{id: 'memory-work', weight: 70, level: 'note', names: [], numbers: [gc / total, allocation / total, share]}] : [];
}

const copies = /^(?:runtime\.(?:memmove|typedmemmove)|_*(?:memmove|memcpy)(?:_.*)?)$/;

function copy(facts: Facts): Finding[] {
  const {report: {profile, valueRow}, total, own, isCpu, roles} = facts;
  if (!isCpu) return [];
  const isCopy = leavesLike(facts, copies);
  const share = sumOfLeaves(own, isCopy) / total;
  if (share < 0.08) return [];
  const samples = {...profile.samples, stack: profile.samples.stack.map((stack) => (stack >= 0 && isCopy[stack] === 1 ? stack : -1))};
  const callers = byName(profile, drivesByFunction({...profile, samples}, roles, valueRow)).slice(0, 3);
  return [{id: 'copy', weight: 50, level: 'note', names: callers.map(({name}) => name), numbers: [share]}];
}

const kernelCalls =
  /^(?:syscall\.|internal\/runtime\/syscall\.|runtime\/internal\/syscall\.|golang\.org\/x\/sys\/unix\.|runtime\.(?:futex|epollwait|kevent|netpoll|usleep|write1?|read|semasleep)$|_*(?:epoll_wait|poll|select|read|write|send|recv|sendto|recvfrom|accept4?|futex|syscall|pthread_cond_wait)$)/;

function io(facts: Facts): Finding[] {
  if (!facts.isCpu) return [];
  const share = sumOfLeaves(facts.own, leavesLike(facts, kernelCalls)) / facts.total;
  return share >= 0.2 ? [{id: 'io', weight: 45, level: 'note', names: [], numbers: [share]}] : [];
}

/** 1 by `StackRow` where the function that runs there is called so. */
function leavesLike({report: {profile}, running}: Facts, pattern: RegExp): Uint8Array {
  const {functions, strings, stacks} = profile;
  const matches = new Uint8Array(functions.length);
  for (let f = 0; f < functions.length; f++) if (pattern.test(strings.get(functions.name[f]!))) matches[f] = 1;
  const leaves = new Uint8Array(stacks.length);
  for (let row = 0; row < stacks.length; row++) {
    const f = running[stacks.location[row]!]!;
    if (f >= 0 && matches[f] === 1) leaves[row] = 1;
  }
  return leaves;
}

function sumOfLeaves(own: Float64Array, leaves: Uint8Array): number {
  let total = 0;
  for (let row = 0; row < own.length; row++) if (leaves[row] === 1) total += own[row]!;
  return total;
}

function heap(facts: Facts): Finding[] {
  const {report, total, roles} = facts;
  const {profile, sampleType, valueRow} = report;
  if (!sampleType.startsWith('inuse_')) return [];
  const found: Finding[] = [];
  const [holder] = byName(profile, drivesByFunction(profile, roles, valueRow));
  if (holder !== undefined && holder.value / total >= 0.3) {
    found.push({id: 'holder', weight: 75, level: 'note', names: [holder.name], numbers: [holder.value, holder.value / total]});
  }
  found.push(...churn(facts));
  if (sampleType === 'inuse_space') found.push({id: 'rss', weight: 35, level: 'note', names: [], numbers: [total]});
  return found;
}

function churn(facts: Facts): Finding[] {
  const {report: {profile, sampleType}, own, total} = facts;
  const allocated = profile.sampleTypes.findIndex(({type}) => type === sampleType.replace('inuse_', 'alloc_'));
  if (allocated < 0) return [];
  const {samples, stacks} = profile;
  const ownAllocated = new Float64Array(stacks.length);
  let totalAllocated = 0;
  for (let row = 0; row < samples.length; row++) {
    const value = samples.values[allocated]!.number(row);
    totalAllocated += value;
    if (samples.stack[row]! >= 0) ownAllocated[samples.stack[row]!]! += value;
  }
  if (totalAllocated <= 0) return [];
  const inUse = new Map(byName(profile, flatByFunction(facts, own)).map(({name, value}) => [name, value]));
  for (const {name, value} of byName(profile, flatByFunction(facts, ownAllocated))) {
    const share = value / totalAllocated;
    if (share < 0.05) break;
    const shareInUse = (inUse.get(name) ?? 0) / total;
    if (share >= 3 * shareInUse) return [{id: 'churn', weight: 60, level: 'note', names: [name], numbers: [share, shareInUse]}];
  }
  return [];
}

function flatByFunction({report: {profile}, running}: Facts, own: Float64Array): Float64Array {
  const flat = new Float64Array(profile.functions.length);
  for (let row = 0; row < own.length; row++) {
    const f = running[profile.stacks.location[row]!]!;
    if (f >= 0) flat[f]! += own[row]!;
  }
  return flat;
}

function isGoroutines({sampleType}: Report): boolean {
  return /^goroutines?$/.test(sampleType);
}

function goroutinePile(facts: Facts): Finding[] {
  const {report, own, total} = facts;
  if (!isGoroutines(report) || total < 100) return [];
  let most = -1;
  for (let row = 0; row < own.length; row++) if (most < 0 || own[row]! > own[most]!) most = row;
  if (most < 0 || own[most]! / total < 0.5) return [];
  const name = whereItWaits(facts, most);
  return name === undefined ? [] : [{id: 'goroutine-pile', weight: 78, level: 'warning', names: [name], numbers: [own[most]! / total]}];
}

/** The stack in which most goroutines wait for long, by the minutes that a dump says of them. */
function longWait(facts: Facts): Finding[] {
  const {samples, labelSets, strings} = facts.report.profile;
  if (!isGoroutines(facts.report)) return [];
  const wait = new Float64Array(labelSets.length);
  for (let set = 0; set < labelSets.length; set++) {
    for (let row = labelSets.start[set]!; row < labelSets.start[set + 1]!; row++) {
      if (labelSets.isNumber[row] === 1 && strings.get(labelSets.key[row]!) === 'wait') wait[set] = labelSets.number.number(row);
    }
  }
  const byStack = new Map<number, {count: number; longest: number}>();
  const values = samples.values[facts.report.valueRow]!;
  let most: {readonly stack: number; readonly count: number; readonly longest: number} | undefined;
  for (let row = 0; row < samples.length; row++) {
    const minutes = wait[samples.labels[row]!]!;
    const stack = samples.stack[row]!;
    if (minutes < longWaitMinutes || stack < 0) continue;
    const known = byStack.get(stack) ?? {count: 0, longest: 0};
    known.count += values.number(row);
    known.longest = Math.max(known.longest, minutes);
    byStack.set(stack, known);
  }
  for (const [stack, {count, longest}] of byStack) if (most === undefined || count > most.count) most = {stack, count, longest};
  const name = most === undefined ? undefined : whereItWaits(facts, most.stack);
  return most === undefined || name === undefined ? [] : [{id: 'long-wait', weight: 72, level: 'warning', names: [name], numbers: [most.count, most.longest]}];
}

/** Where the person's own code waits says more than which of the runtime's functions it waits in. */
function whereItWaits({report: {profile}, roles, running}: Facts, stack: number): string | undefined {
  let f = -1;
  for (let row = stack; row >= 0; row = profile.stacks.caller[row]!) {
    const here = running[profile.stacks.location[row]!]!;
    if (here < 0) continue;
    if (f < 0) f = here;
    if (roles.byFunction[here] === Role.yourCode) {
      f = here;
      break;
    }
  }
  return f < 0 ? undefined : profile.strings.get(profile.functions.name[f]!);
}

function symbols({report: {profile: {stacks}}, own, running, total}: Facts): Finding[] {
  let unnamed = 0;
  for (let row = 0; row < own.length; row++) if (running[stacks.location[row]!]! < 0) unnamed += Math.abs(own[row]!);
  const share = total === 0 ? 0 : Math.min(1, unnamed / total);
  return share >= 0.2 ? [{id: 'symbols', weight: 90, level: 'warning', names: [], numbers: [share]}] : [];
}

function few({count, isCpu}: Facts): Finding[] {
  if (!isCpu || count === 0 || count >= 500) return [];
  // Twice the standard error of a box that holds a tenth.
  const error = 2 * Math.sqrt((0.1 * 0.9) / count);
  const isRed = count < 100;
  return [{id: 'few', weight: isRed ? 100 : 55, level: isRed ? 'serious' : 'warning', names: [], numbers: [count, Math.max(0, 0.1 - error), Math.min(1, 0.1 + error)]}];
}

function short({isCpu, durationNanos}: Facts): Finding[] {
  return isCpu && durationNanos > 0 && durationNanos < 5e9 ? [{id: 'short', weight: 30, level: 'note', names: [], numbers: [durationNanos]}] : [];
}

function idle({report: {profile}, isCpu, durationNanos}: Facts): Finding[] {
  const cpu = profile.sampleTypes.findIndex(({type, unit}) => type === 'cpu' && unit === 'nanoseconds');
  if (!isCpu || cpu < 0 || durationNanos <= 0) return [];
  const busy = sum(profile, cpu);
  return busy / durationNanos < 0.1 ? [{id: 'idle', weight: 85, level: 'warning', names: [], numbers: [busy, durationNanos]}] : [];
}

/** Recorders cut stacks at so many frames. */
const usualLimits = [32, 64, 128];

function truncated({report: {profile: {stacks}}, own, total}: Facts): Finding[] {
  const depth = new Uint32Array(stacks.length);
  let deepest = 0;
  for (let row = 0; row < stacks.length; row++) {
    depth[row] = stacks.caller[row]! < 0 ? 1 : depth[stacks.caller[row]!]! + 1;
    if (depth[row]! > deepest) deepest = depth[row]!;
  }
  if (!usualLimits.includes(deepest)) return [];
  let cut = 0;
  for (let row = 0; row < stacks.length; row++) if (depth[row] === deepest) cut += own[row]!;
  const share = cut / total;
  return share >= 0.05 ? [{id: 'truncated', weight: 40, level: 'note', names: [], numbers: [share, deepest]}] : [];
}

/** Sums of functions by their name, the greatest first, without those of nothing. */
function byName({functions, strings}: Profile, byFunction: Float64Array): {readonly name: string; readonly value: number}[] {
  const sums = new Map<string, number>();
  for (let f = 0; f < byFunction.length; f++) {
    if (byFunction[f] === 0) continue;
    const name = strings.get(functions.name[f]!);
    sums.set(name, (sums.get(name) ?? 0) + byFunction[f]!);
  }
  return [...sums].map(([name, value]) => ({name, value})).sort((a, b) => b.value - a.value);
}
