import {eachRow} from '../base/each-row.js';
import {Role} from '../config/role.js';
import type {FunctionRow, FunctionTable, Profile, StringRow} from '../profile/profile.js';
import {packageOf} from './package-of.js';
import {goStandardRoots, purposeInRuntime} from './runtime-names.js';

/**
 * What is taken for the person's own code, as `config.yourCode` would say it:
 * prefixes of import paths, names or files, by commas; '' where nothing tells.
 *
 * For Go it is `main` and the import paths that the packages without a version have
 * in common; for scripts the folder that all files outside of modules lie in; else
 * nothing is guessed and all that is no library is theirs.
 */
export function guessYourCode(profile: Profile): string {
  return rolesOf(profile).prefixes.join(',');
}

/** Whose each function is. */
export interface Roles {
  /** `Role` by `FunctionRow`. */
  readonly byFunction: Uint8Array;
  /** What stands for the person's own code; empty where all that is no library does. */
  readonly prefixes: readonly string[];
}

const known = new WeakMap<FunctionTable, {yourCode: string; roles: Roles}>();

/**
 * The role of every function.
 *
 * @param yourCode prefixes by commas as in `Config`; '' for a guess
 */
export function rolesOf(profile: Profile, yourCode = ''): Roles {
  let last = known.get(profile.functions);
  if (last === undefined || last.yourCode !== yourCode) {
    last = {yourCode, roles: assignRoles(profile, yourCode)};
    known.set(profile.functions, last);
  }
  return last.roles;
}

/** Gives `functions`, whose names tell it no more, the roles that they had under their own names. */
export function keepRoles(functions: FunctionTable, yourCode: string, roles: Roles): void {
  known.set(functions, {yourCode, roles});
}

/** A function that is in no library that is known. */
const application = 255;

function assignRoles(profile: Profile, yourCode: string): Roles {
  const {functions, strings} = profile;
  const isScriptRow = scriptRows(profile);
  const scripts = isOfScripts(profile, isScriptRow);
  const own = new OwnRoles(profile, scripts, isScriptRow);
  eachRow(functions.length, (row) => own.add(row));
  const {byFunction, packages} = own;

  const given = yourCode.split(',').map((prefix) => prefix.trim()).filter((prefix) => prefix !== '');
  const prefixes = given.length > 0 ? given : guessPrefixes(profile, byFunction, packages, scripts, isScriptRow);
  const isYourPackage = packageMatcher(prefixes);
  eachRow(functions.length, (row) => {
    const role = byFunction[row]!;
    if (role === Role.allocation || role === Role.gc || role === Role.runtime) return;
    const yours = prefixes.length === 0
      ? role === application
      : isYourPackage(packages[row]!) || given.some((prefix) => begins(prefix, strings.get(functions.name[row]!), strings.get(functions.filename[row]!)));
    if (yours) byFunction[row] = Role.yourCode;
    else if (role === application) byFunction[row] = Role.modules;
  });
  return {byFunction, prefixes};
}

/** The role that each function has by itself, or `application`, and its package. A row is added after the one before it. */
class OwnRoles {
  readonly byFunction: Uint8Array;
  readonly packages: string[] = [];
  readonly #profile: Profile;
  readonly #scripts: boolean;
  readonly #isScriptRow: (row: number) => boolean;
  readonly #binaryOf: Uint32Array;
  readonly #binaries: readonly string[];
  readonly #goFiles = new Map<number, GoFile>();
  /** By row of a string, the last function of that name: these often follow one another, as in a profile with a function for each of its lines. */
  readonly #lastOfName: Int32Array;

  constructor(profile: Profile, scripts: boolean, isScriptRow: (row: number) => boolean) {
    const {functions, strings} = profile;
    const {binaryOf, binaries} = binariesOf(profile);
    this.byFunction = new Uint8Array(functions.length);
    this.#profile = profile;
    this.#scripts = scripts;
    this.#isScriptRow = isScriptRow;
    this.#binaryOf = binaryOf;
    this.#binaries = binaries;
    this.#lastOfName = new Int32Array(strings.length).fill(-1);
  }

  add(row: FunctionRow): void {
    const {functions, strings} = this.#profile;
    const binaryOf = this.#binaryOf;
    const nameRow = functions.name[row]!;
    const fileRow = functions.filename[row]!;
    const same = this.#lastOfName[nameRow]!;
    this.#lastOfName[nameRow] = row;
    if (same >= 0 && functions.filename[same] === fileRow && binaryOf[same] === binaryOf[row]) {
      this.byFunction[row] = this.byFunction[same]!;
      this.packages.push(this.packages[same]!);
      return;
    }
    const name = strings.get(nameRow);
    const known = this.#goFiles.get(fileRow);
    if (known !== undefined && known.binary === binaryOf[row] && isPlainlyOf(name, known.package_)) {
      this.byFunction[row] = known.role;
      this.packages.push(known.package_);
    } else this.#addNew(row, name, fileRow);
  }

  #addNew(row: FunctionRow, name: string, fileRow: StringRow): void {
    const file = this.#profile.strings.get(fileRow);
    const binary = this.#binaryOf[row]!;
    const package_ = packageOf(name, file);
    this.packages.push(package_);
    const isScript = this.#scripts || this.#isScriptRow(fileRow);
    const role = isScript ? scriptRole(name, file) : libraryRole(name, file, package_, this.#binaries[binary]!);
    this.byFunction[row] = role;
    if (!isScript && file.endsWith('.go') && package_ !== 'runtime' && isPlainlyOf(name, package_)) this.#goFiles.set(fileRow, {package_, binary, role});
  }
}

/** What all functions of a file of Go are that lie in one binary: all but those of the runtime, whose names say more. */
interface GoFile {
  readonly package_: string;
  readonly binary: number;
  readonly role: number;
}

/** Whether the name of a function of Go begins with this package, and with no longer one. */
function isPlainlyOf(name: string, package_: string): boolean {
  return package_ !== '' && name[package_.length] === '.' && name.startsWith(package_) && !name.includes('/', package_.length);
}

/** Whether a package is `main`, or one of these, or below one. */
function packageMatcher(prefixes: readonly string[]): (package_: string) => boolean {
  const yours = new Set(prefixes.map((prefix) => prefix.replace(/\/$/, '')));
  const answers = new Map<string, boolean>([['main', true]]);
  return (package_) => {
    let answer = answers.get(package_);
    if (answer === undefined) {
      answer = yours.has(package_);
      for (let end = package_.lastIndexOf('/'); end > 0 && !answer; end = package_.lastIndexOf('/', end - 1)) answer = yours.has(package_.slice(0, end));
      answers.set(package_, answer);
    }
    return answer;
  };
}

/** Whether a name begins with the prefix and a new word comes after it, or a file with a prefix that is a path. */
function begins(prefix: string, name: string, file: string): boolean {
  if (prefix.includes('/') && file.startsWith(prefix)) return true;
  return name.startsWith(prefix) && (name.length === prefix.length || /\W$/.test(prefix) || /^\W/.test(name.slice(prefix.length)));
}

/** Where each function's code lies: the row in `binaries` of the base name of the first mapping that has it; that of '' for none. */
function binariesOf({functions, lines, locations, mappings}: Profile): {readonly binaryOf: Uint32Array; readonly binaries: readonly string[]} {
  const names = mappings.map(({file}) => file.slice(file.lastIndexOf('/') + 1));
  const binaries = [...new Set(['', ...names])];
  const rowOf = new Map(binaries.map((name, row) => [name, row]));
  const rows = Uint32Array.from(names, (name) => rowOf.get(name)!);
  const binaryOf = new Uint32Array(functions.length);
  for (let row = locations.length - 1; row >= 0; row--) {
    const mapping = locations.mapping[row]!;
    if (mapping < 0) continue;
    for (let line = locations.lineStart[row]!; line < locations.lineStart[row + 1]!; line++) {
      const f: FunctionRow = lines.function[line]!;
      if (f >= 0) binaryOf[f] = rows[mapping]!;
    }
  }
  return {binaryOf, binaries};
}

/** The role that a function of no script has by itself, or `application`. */
function libraryRole(name: string, file: string, package_: string, binary: string): number {
  if (binary.startsWith('[kernel') || binary.startsWith('[vdso') || /^(?:ld-|ld64|libpthread)/.test(binary)) return Role.runtime;
  if (/^(?:(?:__libc_|__)?(?:malloc|calloc|realloc|free|memalign|aligned_alloc|posix_memalign)$|_int_(?:malloc|free|realloc)|tc_|je_|mi_|operator (?:new|delete)|tcmalloc::|__rust_|__rdl_|__rg_|alloc::alloc::)/.test(name)) {
    return Role.allocation;
  }
  if (file.endsWith('.go') || package_ === 'runtime' || package_ === 'main' || file.endsWith('.s') || package_.includes('/')) {
    return goRole(name, file, package_);
  }
  if (/^(?:java|javax|jdk|sun|kotlin|scala)\.|^com\.sun\./.test(name)) return Role.standardLibrary;
  if (/^(?:G1|ZGC|ShenandoahGC|GCTask|ParNew|ConcurrentMark|VM_G1|VM_GC)/.test(name)) return Role.gc;
  if (/^(?:org\.(?:apache|springframework|hibernate|eclipse|slf4j|jboss)|com\.(?:google|fasterxml|zaxxer)|io\.(?:netty|grpc|micrometer)|reactor|ch\.qos)\./.test(name)) {
    return Role.modules;
  }
  if (/^<?(?:std|core|alloc|__gnu_cxx|__cxxabiv1|hashbrown)::/.test(name) || /^\/rustc\//.test(file)) return Role.standardLibrary;
  if (/\/\.?cargo\/(?:registry|git)\//.test(file)) return Role.modules;
  if (/^(?:libc[.-]|libstdc\+\+|libc\+\+|libm[.-]|libgcc_s)/.test(binary) || /^\/usr\/(?:include|lib)\//.test(file)) return Role.standardLibrary;
  if (/\.so(?:\.|$)|\.dylib$|\.dll$/.test(binary)) return Role.modules;
  if (goStandardRoots.has(package_)) return goRole(name, file, package_);
  return isRuntimeWithoutPackage(name, package_) ? Role.runtime : application;
}

function isScript(file: string): boolean {
  return /\.(?:[cm]?[jt]sx?|py|rb|php)$|^(?:node:|file:\/\/|webpack|<frozen)/.test(file);
}

/** Whether the text at a row is the file of a script: asked for every function, of which many have one file. */
function scriptRows({strings}: Profile): (row: number) => boolean {
  const answers = new Array<boolean | undefined>(strings.length);
  return (row) => (answers[row] ??= isScript(strings.get(row)));
}

/** Whether most functions that have a file have one of a script. */
function isOfScripts({functions}: Profile, isScriptRow: (row: number) => boolean): boolean {
  let scripts = 0;
  let files = 0;
  eachRow(functions.length, (row) => {
    if (functions.filename[row] === 0) return;
    files++;
    if (isScriptRow(functions.filename[row]!)) scripts++;
  });
  return scripts * 2 > files;
}

function scriptRole(name: string, file: string): number {
  if (/^\(?garbage collect/i.test(name)) return Role.gc;
  // The engine's own states have no file, and neither do the functions that it brings.
  if (file === '') return /^\(|^(?:Node\.js|Non-JS threads)/.test(name) && !name.startsWith('(anonymous') ? Role.runtime : Role.standardLibrary;
  if (/\/(?:node_modules|site-packages|dist-packages|gems|vendor)\//.test(file)) return Role.modules;
  if (/^(?:node:|<frozen)|\/lib\/python\d|\/lib\/ruby\/\d/.test(file)) return Role.standardLibrary;
  return application;
}

function goRole(name: string, file: string, package_: string): number {
  // The assembler's parts of the runtime, and what the linker makes, have no package.
  if (package_ === '' || package_.startsWith('type:') || package_ === 'go:itab') return isWriteBarrier(name) ? Role.gc : Role.runtime;
  if (package_ === 'runtime') return roleInRuntime[purposeInRuntime(name.slice('runtime.'.length))];
  if (/^(?:runtime\/internal|internal\/runtime|runtime\/cgo)\b/.test(package_)) return Role.runtime;
  if (package_ === 'main') return application;
  if (/@v\d|\/pkg\/mod\//.test(file) || /(?:^|\/)vendor\//.test(package_) || /\/vendor\//.test(file)) return Role.modules;
  const [first = ''] = package_.split('/');
  // A module of the person's own may be called as they like, but then its files do not lie in Go's tree.
  if (goStandardRoots.has(first) && (file === '' || !file.startsWith('/') || /\/src\//.test(file))) return Role.standardLibrary;
  // Without files nothing tells a dependency from the person's own module.
  return file === '' && first.includes('.') ? Role.modules : application;
}

const roleInRuntime = {allocation: Role.allocation, gc: Role.gc, other: Role.runtime} as const;

function isWriteBarrier(name: string): boolean {
  return name.startsWith('gcWriteBarrier') || name.startsWith('wbBufFlush');
}

function isRuntimeWithoutPackage(name: string, package_: string): boolean {
  return package_ === '' && /^(?:_rt0_|__?vdso_|x_cgo_|crosscall|racecall|gogo$|_start$|__libc_start|__clone|clone3?$|start_thread|_cgo_|gcWriteBarrier)/.test(name);
}

function guessPrefixes({functions, strings}: Profile, roles: Uint8Array, packages: readonly string[], scripts: boolean, isScriptRow: (row: number) => boolean): string[] {
  const modules = new Set<string>();
  const folders = new Set<string>();
  let hasMain = false;
  for (let row = 0; row < functions.length; row++) {
    if (roles[row] !== application) continue;
    const file = strings.get(functions.filename[row]!);
    const package_ = packages[row]!;
    if (package_ === 'main') hasMain = true;
    else if (file.endsWith('.go') && package_ !== '') modules.add(package_);
    else if (isScriptRow(functions.filename[row]!)) folders.add(file.slice(0, file.lastIndexOf('/')));
  }
  if (hasMain || modules.size > 0) return [...(hasMain ? ['main'] : []), ...commonModules(modules)];
  if (!scripts || folders.size === 0) return [];
  const folder = commonPath([...folders]);
  return /[^/]\/[^/]/.test(folder) ? [folder] : [];
}

/** The longest import path in common of the packages of each module, heaviest need not come first. */
function commonModules(packages: ReadonlySet<string>): string[] {
  const groups = new Map<string, string[]>();
  for (const package_ of packages) {
    const parts = package_.split('/');
    const depth = !parts[0]!.includes('.') ? 1 : /^(?:github|gitlab|bitbucket)\./.test(parts[0]!) ? 3 : 2;
    const module_ = parts.slice(0, depth).join('/');
    groups.set(module_, [...(groups.get(module_) ?? []), package_]);
  }
  return [...groups.values()].map(commonPath).sort();
}

function commonPath(paths: readonly string[]): string {
  let common = (paths[0] ?? '').split('/');
  for (const path of paths) {
    const parts = path.split('/');
    let same = 0;
    while (same < common.length && common[same] === parts[same]) same++;
    common = common.slice(0, same);
  }
  return common.join('/');
}
