import {baseName} from '../base/format.js';
import {baseLabel} from './combine.js';
import {LabelBuilder} from './labels.js';
import type {FunctionTable, LabelSetTable, Mapping, Profile, SampleTable} from './profile.js';
import {Replacer} from './replacer.js';
import {StringPool} from './strings.js';

/** What of a profile is replaced or left out before it is given away. */
export interface Redaction {
  /**
   * `packages`: the packages of the person's own code are `pkg1`, `pkg2`; `own`: so are their
   * functions, `pkg1.f1`, and names that mention them; `all`: every function.
   */
  readonly names: 'keep' | 'packages' | 'own' | 'all';
  /** `base`: files without their folders; `none`: no files. */
  readonly paths: 'keep' | 'base' | 'none';
  /** `values`: each text is `value1`, `value2`, and numbers go; `keys`: keys too; `none`: no labels. */
  readonly labels: 'keep' | 'values' | 'keys' | 'none';
  /** Whether build ids go and binaries are `binary1`, `binary2`. */
  readonly builds: boolean;
  /** Whether comments and the address of the documentation go. */
  readonly comments: boolean;
}

/** Whose code the functions are. */
export interface Ownership {
  /** By function: 1 where it is the person's own. */
  readonly isOwn: Uint8Array;
  /** By function: its package, '' for none. */
  readonly packages: readonly string[];
  /** Import paths, names or folders that the own code begins with. */
  readonly prefixes: readonly string[];
}

/** How many different texts were replaced or left out. */
export interface Redacted {
  readonly profile: Profile;
  readonly replaced: Readonly<Record<'names' | 'paths' | 'labels' | 'builds' | 'comments', number>>;
  /** `prefixes` as they read now. */
  readonly prefixes: readonly string[];
}

/** What says nothing of whose program it is. */
const common: ReadonlySet<string> = new Set(['', 'main', 'anonymous namespace']);

/** The label that Go's heap profiles count by; it holds the size of an allocation. */
const sizeKey = 'bytes';

/**
 * `profile` with other texts, row by row; to be called on one that holds nothing unused
 * (`mergeProfiles`), since what no sample reaches would be given away too.
 *
 * The same text always becomes the same one, and two different names or files never
 * become one, unless they are left out. A text that is replaced is replaced wherever it stands: a package in
 * the type parameter of another function, a path in a comment.
 */
export function redact(profile: Profile, rules: Redaction, own: Ownership): Redacted {
  const replacer = new Replacer();
  const naming = nameFunctions(profile, rules, own, replacer);
  const files = nameFiles(profile, rules, replacer);
  const binaries = nameBinaries(profile, rules, replacer);
  const labels = nameLabels(profile, rules, replacer);

  const strings = new StringPool();
  const comments = rules.comments ? [] : profile.comments.map((comment) => replacer.inText(comment));
  const labelled = labelSets(profile, rules, replacer, strings);
  const keepsNames = rules.names === 'keep';
  const redacted: Profile = {
    ...profile,
    strings,
    functions: functions(profile, naming.nameOf, files, replacer, strings, keepsNames),
    mappings: profile.mappings.map((mapping) => ({...mapping, file: binaries.get(mapping.file) ?? '', buildId: rules.builds ? '' : mapping.buildId})),
    labelSets: labelled.labelSets,
    samples: labelled.samples,
    comments,
    docUrl: rules.comments ? '' : replacer.inText(profile.docUrl),
    // Their work is done, and they are made of names.
    dropFrames: keepsNames ? profile.dropFrames : '',
    keepFrames: keepsNames ? profile.keepFrames : '',
  };
  const gone = rules.comments ? profile.comments.length + Number(profile.docUrl !== '') : 0;
  const builds = rules.builds ? new Set(profile.mappings.flatMap(({file, buildId}) => [file, buildId]).filter((text) => text !== '' && !isOfSystem(text))).size : 0;
  const prefixes = own.prefixes.filter((prefix) => rules.paths === 'keep' || !/^[/\\]|^file:/.test(prefix)).map((prefix) => replacer.inText(prefix));
  return {
    profile: redacted,
    replaced: {names: naming.replaced, paths: changed(files), labels, builds, comments: gone},
    prefixes: [...new Set([...prefixes, ...naming.packages])],
  };
}

/** Numbers names of one kind, and leaves out those that something is called already. */
function counter(word: string, taken: ReadonlySet<string>): () => string {
  let n = 0;
  return () => {
    do n++; while (taken.has(`${word}${n}`));
    return `${word}${n}`;
  };
}

interface Naming {
  /** By the name that a function has: the one that it gets. */
  readonly nameOf: ReadonlyMap<string, string>;
  readonly packages: readonly string[];
  readonly replaced: number;
}

function nameFunctions({functions, strings}: Profile, {names: rule}: Redaction, {isOwn, packages, prefixes}: Ownership, replacer: Replacer): Naming {
  const nameOf = new Map<string, string>();
  if (rule === 'keep') return {nameOf, packages: [], replaced: 0};
  const shortOf = new Map<string, string>();
  const nextPackage = counter('pkg', new Set(packages));
  for (let row = 0; row < functions.length; row++) {
    const name = packages[row]!;
    if (isOwn[row] === 1 && !common.has(bare(name)) && !shortOf.has(name)) shortOf.set(name, nextPackage());
  }
  // A module is told by its path even where no function is at its top.
  for (const prefix of prefixes) if (!common.has(prefix) && !shortOf.has(prefix)) shortOf.set(prefix, nextPackage());
  for (const [name, short] of shortOf) {
    replacer.add(bare(name), short, 'package');
    // The linker writes a dot in the last part of an import path so.
    const last = name.lastIndexOf('/') + 1;
    if (name.includes('.', last)) replacer.add(bare(name.slice(0, last) + name.slice(last).replaceAll('.', '%2e')), short, 'package');
  }

  const texts = new Set(Array.from(functions.name, (row) => strings.get(row)));
  const nextFunction = counter('f', texts);
  for (let row = 0; row < functions.length; row++) {
    const name = strings.get(functions.name[row]!);
    if (name === '' || nameOf.has(name)) continue;
    const mentioning = replacer.inName(name);
    if (rule === 'packages' || !(rule === 'all' || isOwn[row] === 1 || mentioning !== name)) {
      nameOf.set(name, mentioning);
      continue;
    }
    const package_ = isOwn[row] === 1 ? shortOf.get(packages[row]!) ?? (packages[row] === 'main' ? 'main' : '') : '';
    nameOf.set(name, package_ === '' ? nextFunction() : `${package_}.${nextFunction()}`);
  }
  if (rule !== 'packages') for (const [name, to] of nameOf) if (to !== name) replacer.add(name, to);
  for (let row = 0; row < functions.length; row++) {
    const system = strings.get(functions.systemName[row]!);
    const to = nameOf.get(strings.get(functions.name[row]!));
    if (to !== undefined && to !== system && system !== '') replacer.addWhole(system, to);
  }
  return {nameOf, packages: [...shortOf.values()], replaced: changed(nameOf)};
}

/** An import path or a folder without what stands around it. */
function bare(name: string): string {
  return name.replace(/^[^\p{L}\p{N}_]+|[^\p{L}\p{N}_]+$/gu, '');
}

function nameFiles({functions, strings}: Profile, {paths: rule}: Redaction, replacer: Replacer): Map<string, string> {
  const files = new Map<string, string>();
  if (rule === 'keep') return files;
  const taken = new Set<string>();
  for (let row = 0; row < functions.length; row++) {
    const file = strings.get(functions.filename[row]!);
    if (file === '' || files.has(file)) continue;
    if (rule === 'none') {
      files.set(file, '');
      continue;
    }
    const plain = replacer.inText(lastPart(file));
    let to = plain;
    // Two files of one name stay two.
    for (let n = 2; taken.has(to); n++) to = plain.replace(/(\.\w+)?$/, (end) => `~${n}${end}`);
    taken.add(to);
    files.set(file, to);
  }
  for (const [file, to] of files) if (file !== to) replacer.add(file, to);
  return files;
}

function lastPart(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

/** `[vdso]`, `[kernel.kallsyms]`, `//anon`: every program has them. */
function isOfSystem(file: string): boolean {
  return /^\[|^\/\/anon/.test(file);
}

function nameBinaries({mappings}: Profile, {builds, paths}: Redaction, replacer: Replacer): Map<string, string> {
  const binaries = new Map<string, string>();
  const next = counter('binary', new Set(mappings.map(({file}) => file)));
  for (const {file, buildId} of mappings) {
    if (file !== '' && !binaries.has(file)) {
      const to = isOfSystem(file) ? file : builds ? next() : replacer.inText(paths === 'keep' ? file : baseName(file));
      binaries.set(file, to);
      if (to !== file) {
        replacer.add(file, to);
        if (builds) replacer.add(baseName(file), to, 'word');
      }
    }
    if (builds && buildId !== '') replacer.add(buildId, 'build', 'word');
  }
  return binaries;
}

/** Tells the replacer how labels read; gives how many texts go or change. */
function nameLabels({labelSets, strings}: Profile, {labels: rule}: Redaction, replacer: Replacer): number {
  if (rule === 'keep') return 0;
  const {key, string, isNumber, number} = labelSets;
  const gone = new Set<string>();
  const keys = new Set<string>();
  const values = new Set<string>();
  for (let label = 0; label < key.length; label++) {
    const name = strings.get(key[label]!);
    if (name === baseLabel.key) continue;
    if (isNumber[label] === 1) {
      if (name !== sizeKey || rule === 'none') gone.add(`${name}\0${number.bigint(label)}`);
    } else values.add(strings.get(string[label]!));
    if (rule !== 'values' && name !== sizeKey) keys.add(name);
  }
  const nextValue = counter('value', values);
  for (const value of values) if (value !== '') replacer.add(value, nextValue());
  const nextKey = counter('key', keys);
  for (const name of keys) replacer.add(name, nextKey());
  return gone.size + values.size + keys.size;
}

function labelSets({labelSets, samples, strings}: Profile, {labels: rule}: Redaction, replacer: Replacer, pool: StringPool): {labelSets: LabelSetTable; samples: SampleTable} {
  const builder = new LabelBuilder();
  const rows = new Uint32Array(labelSets.length);
  const {start, key, isNumber, string, number, unit} = labelSets;
  for (let set = 0; set < labelSets.length; set++) {
    for (let label = start[set]!; label < start[set + 1]!; label++) {
      const name = strings.get(key[label]!);
      const isBase = name === baseLabel.key;
      if (rule === 'none' && !isBase) continue;
      const keeps = rule === 'keep' || isBase;
      const keyRow = pool.row(rule === 'values' || isBase || name === sizeKey ? name : replacer.inText(name));
      if (isNumber[label] === 0) {
        const text = strings.get(string[label]!);
        builder.text(keyRow, pool.row(isBase ? text : replacer.inText(text)));
      } else if (keeps || name === sizeKey) {
        builder.number(keyRow, number.low[label]!, number.high === undefined ? 0 : number.high[label]!, pool.row(strings.get(unit[label]!)));
      }
    }
    rows[set] = builder.row();
  }
  return {labelSets: builder.finish(), samples: {...samples, labels: samples.labels.map((set) => rows[set]!)}};
}

function functions(
  {functions: table, strings}: Profile, nameOf: ReadonlyMap<string, string>, files: ReadonlyMap<string, string>, replacer: Replacer, pool: StringPool, keepsNames: boolean,
): FunctionTable {
  const named = (text: string): string => nameOf.get(text) ?? replacer.inName(text);
  const name = table.name.map((row) => pool.row(named(strings.get(row))));
  return {
    ...table,
    name,
    // The linker's name says what the other one says, in other letters.
    systemName: keepsNames ? table.systemName.map((row) => pool.row(named(strings.get(row)))) : name,
    filename: table.filename.map((row) => pool.row(files.get(strings.get(row)) ?? replacer.inText(strings.get(row)))),
  };
}

function changed(texts: ReadonlyMap<string, string>): number {
  let count = 0;
  for (const [from, to] of texts) if (from !== to) count++;
  return count;
}

/** Every text that a profile still holds, each once, by what it is. */
export interface Remains {
  readonly names: readonly string[];
  readonly files: readonly string[];
  readonly labels: readonly string[];
  /** Binaries, build ids, comments, types and units. */
  readonly others: readonly string[];
}

export function remainsOf({functions: table, labelSets: {key, isNumber, string, number, unit}, strings, mappings, sampleTypes, periodType, comments, docUrl, dropFrames, keepFrames}: Profile): Remains {
  const distinct = (texts: Iterable<string>): string[] => [...new Set(texts)].filter((text) => text !== '').sort();
  const text = (row: number): string => strings.get(row);
  const systemNames = Array.from(table.systemName, text);
  return {
    names: distinct([...Array.from(table.name, text), ...systemNames]),
    files: distinct(Array.from(table.filename, text)),
    labels: distinct(Array.from(key, (row, label) => `${text(row)}=${isNumber[label] === 0 ? text(string[label]!) : `${number.bigint(label)}${text(unit[label]!)}`}`)),
    others: distinct([
      ...mappings.flatMap(({file, buildId}: Mapping) => [file, buildId]), ...[...sampleTypes, periodType].flatMap(({type, unit: its}) => [type, its]), ...comments, docUrl, dropFrames, keepFrames,
    ]),
  };
}
