import {ProfileBuilder, type Label} from '../builder.js';
import type {Profile, ValueType} from '../profile.js';

/** A mapping while a memory map is put in order. */
export interface DraftMapping {
  start: bigint;
  limit: bigint;
  offset: bigint;
  file: string;
  buildId: string;
}

export interface DraftLine {
  readonly name: string;
  readonly file: string;
  readonly line: number;
}

interface DraftLocation {
  address: bigint;
  mapping: DraftMapping | undefined;
  lines: readonly DraftLine[];
}

export interface DraftSample {
  /** Keys of locations, leaf first. */
  locations: bigint[];
  values: bigint[];
  readonly labels: Label[];
}

const wrap = (value: bigint): bigint => BigInt.asUintN(64, value);
const library = /([.]so$|[.]so[._][0-9]+)/;

/**
 * A legacy profile while it is read: samples of addresses, and a memory map that
 * comes after them. `finish` numbers what the samples use in the order they use
 * it, which is how pprof numbers it (profile/legacy_profile.go).
 */
export class Draft {
  sampleTypes: ValueType[] = [];
  periodType: ValueType = {type: '', unit: ''};
  period = 0n;
  durationNanos = 0n;
  /** Whether locations keep the address they were read by. */
  keepsAddresses = true;
  /** Whether names were given to its locations, which its mappings then say. */
  symbolized = false;
  readonly samples: DraftSample[] = [];
  mappings: DraftMapping[] = [];
  readonly #locations = new Map<bigint, DraftLocation>();

  /** Adds a sample; its addresses become locations. */
  sample(addresses: readonly bigint[], values: bigint[], labels: readonly Label[] = []): void {
    const locations = addresses.map(wrap);
    for (const address of locations) {
      if (!this.#locations.has(address)) this.#locations.set(address, {address, mapping: undefined, lines: []});
    }
    this.samples.push({locations, values, labels: [...labels]});
  }

  /** Names the location that was read as `address`, callee first; false where no sample has it. */
  name(address: bigint, lines: readonly DraftLine[], keepAddress = true): boolean {
    const location = this.#locations.get(address);
    if (location === undefined) return false;
    location.lines = lines;
    if (!keepAddress) location.address = 0n;
    return true;
  }

  /** Drops the second frame of a sample whose two leaf frames are the same address, one of them seen as a return address. */
  dropDoubledLeaves(): void {
    for (const {locations} of this.samples) {
      if (locations.length > 1 && locations[0] === wrap(locations[1]! + 1n)) locations.splice(1, 1);
    }
  }

  finish(): Profile {
    this.#mergeAdjacentMappings();
    this.#putMainBinaryFirst();
    const used = this.#usedLocations();
    this.#assignMappings(used);

    const builder = new ProfileBuilder();
    builder.sampleTypes = this.sampleTypes;
    builder.periodType = this.periodType;
    builder.period = this.period;
    builder.durationNanos = this.durationNanos;
    [builder.dropFrames, builder.keepFrames] = framesToDrop(this.sampleTypes);
    const mappingRows = new Map(this.mappings.map((mapping) => [mapping, builder.mapping({...mapping, hasFunctions: this.symbolized, hasFilenames: this.symbolized, hasLineNumbers: this.symbolized})]));
    const rows = new Map<bigint, number>();
    const functions = new Map<string, number>();
    for (const key of used) {
      const location = this.#locations.get(key)!;
      const lines = location.lines.map(({name, file, line}) => {
        // One function a name, with the first file it was seen in.
        let row = functions.get(name);
        if (row === undefined) functions.set(name, (row = builder.function_(name, name, file)));
        return {function: row, line};
      });
      rows.set(key, builder.location(
        location.mapping === undefined ? -1 : mappingRows.get(location.mapping)!, this.keepsAddresses ? location.address : 0n, lines,
      ));
    }
    for (const sample of this.samples) builder.sample(sample.locations.map((key) => rows.get(key)!), sample.values, sample.labels);
    return builder.finish();
  }

  #mergeAdjacentMappings(): void {
    const merged: DraftMapping[] = [];
    for (const mapping of this.mappings) {
      const last = merged.at(-1);
      if (last === undefined || !areAdjacent(last, mapping)) {
        merged.push(mapping);
        continue;
      }
      last.limit = mapping.limit;
      if (mapping.file !== '') last.file = mapping.file;
      if (mapping.buildId !== '') last.buildId = mapping.buildId;
    }
    this.mappings = merged;
  }

  #putMainBinaryFirst(): void {
    const main = this.mappings.findIndex(({file}) => {
      const name = file.replaceAll('(deleted)', '').trim();
      return name !== '' && !library.test(name) && !name.startsWith('[');
    });
    if (main > 0) [this.mappings[0], this.mappings[main]] = [this.mappings[main]!, this.mappings[0]!];
  }

  #usedLocations(): Set<bigint> {
    const used = new Set<bigint>();
    for (const {locations} of this.samples) for (const key of locations) used.add(key);
    return used;
  }

  #assignMappings(used: ReadonlySet<bigint>): void {
    const first = this.mappings[0];
    if (first?.file.startsWith('/anon_hugepage') && first.limit === this.mappings[1]?.start) this.mappings.shift();
    const main = this.mappings[0];
    const usualStart = 0x400000n;
    if (main !== undefined && wrap(main.start - main.offset) === usualStart) {
      main.start = usualStart;
      main.offset = 0n;
    }
    let everything: DraftMapping | undefined;
    for (const key of used) {
      const location = this.#locations.get(key)!;
      const {address} = location;
      if (address === 0n) continue;
      location.mapping = this.mappings.find(({start, limit}) => start <= address && address < limit);
      if (location.mapping !== undefined) continue;
      // Some handlers leave out the first part of a range that was split.
      const split = this.mappings.find(({start, offset}) => offset !== 0n && wrap(start - offset) <= address && address < start);
      if (split !== undefined) {
        split.start = wrap(split.start - split.offset);
        split.offset = 0n;
        location.mapping = split;
        continue;
      }
      if (everything === undefined) {
        everything = {start: 0n, limit: 2n ** 64n - 1n, offset: 0n, file: '', buildId: ''};
        this.mappings.push(everything);
      }
      location.mapping = everything;
    }
  }
}

function areAdjacent(one: DraftMapping, next: DraftMapping): boolean {
  if (one.file !== '' && next.file !== '' && one.file !== next.file) return false;
  if (one.buildId !== '' && next.buildId !== '' && one.buildId !== next.buildId) return false;
  if (one.limit !== next.start) return false;
  return one.offset === 0n || next.offset === 0n || wrap(one.offset + (one.limit - one.start)) === next.offset;
}

const heapTypes = new Set(['allocations size', 'objects space', 'inuse_objects inuse_space', 'alloc_objects alloc_space',
  'alloc_objects alloc_space inuse_objects inuse_space']);

/** The frames of profilers and allocators that pprof leaves out of legacy profiles: regular expressions to drop and to keep. */
function framesToDrop(types: readonly ValueType[]): [drop: string, keep: string] {
  const names = types.map(({type}) => type).join(' ');
  if (heapTypes.has(names)) return [allocatorFrames, 'runtime\\.panic|runtime\\.reflectcall|runtime\\.call[0-9]*'];
  if (names === 'contentions delay') return [lockFrames, ''];
  return [['ProfileData::Add', 'ProfileData::prof_handler', 'CpuProfiler::prof_handler', '__pthread_sighandler', '__restore'].join('|'), ''];
}

const allocatorFrames = [
  'calloc cfree malloc free memalign do_memalign (__)?posix_memalign pvalloc valloc realloc',
  'tcmalloc::.*',
  ...['calloc', 'cfree', 'malloc', 'free', 'memalign', 'posix_memalign', 'pvalloc', 'valloc', 'realloc', 'new', 'delete', 'newarray', 'deletearray', 'new_nothrow', 'newarray_nothrow'].map((name) => `tc_${name}`),
  ...['malloc', 'calloc', 'valloc', 'realloc', 'memalign', 'free'].map((name) => `malloc_zone_${name}`),
  'runtime\\..*',
  'BaseArena::.* (::)?do_malloc_no_errno (::)?do_malloc_pages (::)?do_malloc DoSampledAllocation MallocedMemBlock::MallocedMemBlock',
  '_M_allocate __builtin_(vec_)?delete __builtin_(vec_)?new __gnu_cxx::new_allocator::allocate __libc_malloc',
  '__malloc_alloc_template::allocate allocate cpp_alloc',
].flatMap((names) => names.split(' ')).concat('operator new(\\[\\])?', 'simple_alloc::allocate').join('|');

const lockFrames = [
  'RecordLockProfileData', '(base::)?RecordLockProfileData.*', '(base::)?SubmitMutexProfileData.*', '(base::)?SubmitSpinLockProfileData.*',
  '(base::Mutex::)?AwaitCommon.*', '(base::Mutex::)?Unlock.*', '(base::Mutex::)?UnlockSlow.*', '(base::Mutex::)?ReaderUnlock.*',
  '(base::MutexLock::)?~MutexLock.*', '(Mutex::)?AwaitCommon.*', '(Mutex::)?Unlock.*', '(Mutex::)?UnlockSlow.*', '(Mutex::)?ReaderUnlock.*',
  '(MutexLock::)?~MutexLock.*', '(SpinLock::)?Unlock.*', '(SpinLock::)?SlowUnlock.*', '(SpinLockHolder::)?~SpinLockHolder.*',
].join('|');
