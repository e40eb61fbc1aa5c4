import {StringPool} from '../profile/strings.js';
import type {StringTable} from '../profile/strings.js';
import type {Profile} from '../profile/profile.js';
import {Effort} from './itanium-tree.js';
import {demangleItanium, stepsPerName} from './itanium.js';
import type {ItaniumStyle} from './itanium.js';
import {mayChange} from './mangled.js';
import {demangleLegacyRust, demangleRust} from './rust.js';

/** How much of a C++ or Rust name is said; '' and 'default' leave out parameters and template arguments. */
export type DemangleMode = '' | 'default' | 'templates' | 'full' | 'none';

/** What each mode leaves out (internal/symbolizer/symbolizer.go, demanglerModeToOptions). */
const styles: Readonly<Record<'' | 'default' | 'templates' | 'full', ItaniumStyle>> = {
  '': {parameters: false, enclosingParameters: false, templateArguments: false, clones: true},
  default: {parameters: false, enclosingParameters: false, templateArguments: false, clones: true},
  templates: {parameters: false, enclosingParameters: false, templateArguments: true, clones: true},
  full: {parameters: true, enclosingParameters: true, templateArguments: true, clones: false},
};

/**
 * The profile with readable function names, where a function has no name of its own
 * beside its system name.
 *
 *   name         system name     becomes
 *   ''           _ZN3foo3barEv   foo::bar
 *   _Z3fooi      _Z3fooi         foo
 *   foo(int)     _Z3fooi         stays, but with `force`
 *   f<int>(int)  f<int>(int)     f: demangled already, by somebody else
 *
 * Gives `profile` itself where no name changes. Functions stay the rows they were;
 * two may have one name now. Names whose reading would take unreasonably long stay
 * mangled; all of them together may take some seconds.
 *
 * @param force whether names that differ from the system name are thrown away first; in mode 'none' that is all that happens
 */
export function demangleProfile(profile: Profile, mode: DemangleMode, force = mode !== '' && mode !== 'default'): Profile {
  const {functions, strings} = profile;
  const pool = new StringPool(strings);
  const effort = new Effort(totalSteps(strings, functions.systemName));
  const style = mode === 'none' ? undefined : styles[mode];
  const known = new Map<number, number>();
  const names = functions.name.slice();
  let changed = false;
  for (let row = 0; row < functions.length; row++) {
    const system = functions.systemName[row]!;
    let name = functions.name[row]!;
    if (force && !isEmpty(strings, name) && !isEmpty(strings, system)) name = system;
    if (style !== undefined && (isEmpty(strings, name) || areEqual(strings, name, system))) {
      let readable = known.get(system);
      if (readable === undefined) {
        readable = readableRow(strings, system, style, effort, pool);
        known.set(system, readable);
      }
      name = readable;
    }
    changed ||= name !== functions.name[row];
    names[row] = name;
  }
  return changed ? {...profile, functions: {...functions, name: names}, strings: pool} : profile;
}

/** Some hundred steps a character: ten times what the longest template names take, and an end for hostile ones. */
function totalSteps(strings: StringTable, names: Uint32Array): number {
  let steps = 1 << 24;
  for (const row of new Set(names)) steps += 64 * strings.bytes(row).length;
  return steps;
}

function isEmpty(strings: StringTable, row: number): boolean {
  return row === 0 || strings.bytes(row).length === 0;
}

function areEqual(strings: StringTable, a: number, b: number): boolean {
  return a === b || (strings.bytes(a).length === strings.bytes(b).length && strings.get(a) === strings.get(b));
}

function readableRow(strings: StringTable, row: number, style: ItaniumStyle, effort: Effort, pool: StringPool): number {
  // Most names of Go, Java and Python end here, and stay bytes until they are shown.
  if (!mayChange(strings.bytes(row))) return row;
  const name = strings.get(row);
  const readable = readableName(name, style, effort);
  return readable === name ? row : pool.row(readable);
}

/** The name that pprof shows for a system name (demangleSingleFunction). */
export function readableName(name: string, style: ItaniumStyle, effort = new Effort(stepsPerName)): string {
  const demangled = demangle(name, style, effort);
  if (demangled !== undefined && demangled !== name) return demangled;
  // macOS puts one more _ before every symbol.
  if (name.startsWith('_')) {
    const inner = name.slice(1);
    const innerDemangled = demangle(inner, style, effort);
    if (innerDemangled !== undefined && innerDemangled !== inner) return innerDemangled;
  }
  if (!looksDemangled(name)) return name;
  const bare = style.parameters ? name : withoutBrackets(name, '(', ')');
  return style.templateArguments || style.parameters ? bare : withoutBrackets(bare, '<', '>');
}

const mangled = /^(?:_R|_Z|___Z|_GLOBAL_)/;

/** The text of a mangled C++ or Rust name; undefined where it is none. */
export function demangle(name: string, style: ItaniumStyle, total = new Effort(stepsPerName)): string | undefined {
  if (!mangled.test(name) || total.steps <= 0) return undefined;
  const granted = Math.min(stepsPerName, total.steps);
  const effort = new Effort(granted);
  const text = name.startsWith('_R') ? demangleRust(name, style, effort) : inBytes(name, (bytes) => demangleLegacyRust(bytes) ?? demangleItanium(bytes, style, effort));
  total.steps -= granted - Math.max(0, effort.steps);
  return text;
}

/** Calls `read` with a character for each byte of `name`: the lengths in a symbol count bytes. */
function inBytes(name: string, read: (bytes: string) => string | undefined): string | undefined {
  if (!/[^\x00-\x7f]/.test(name)) return read(name);
  let bytes = '';
  for (const byte of new TextEncoder().encode(name)) bytes += String.fromCharCode(byte);
  const text = read(bytes);
  return text === undefined ? undefined : new TextDecoder('utf-8', {ignoreBOM: true}).decode(Uint8Array.from(text, (character) => character.charCodeAt(0)));
}

/** Whether it could be C++ that somebody has demangled; Java's `A.<init>` and Go's `a.(*B[...]).C` are not. */
function looksDemangled(name: string): boolean {
  if (name.includes('.<') || name.includes(']).')) return false;
  return /[<>[\]]|::/.test(name);
}

/**
 * `name` without what stands in these brackets, and without them; from the first
 * bracket that closes nothing on, the rest stays.
 */
function withoutBrackets(name: string, open: string, close: string): string {
  let kept = '';
  let from = 0;
  let first = 0;
  let nesting = 0;
  for (let at = 0; at < name.length; at++) {
    const character = name.charAt(at);
    if (character === open) {
      if (nesting++ === 0) first = at;
    } else if (character === close) {
      if (--nesting < 0) break;
      if (nesting === 0) {
        kept += name.slice(from, first);
        from = at + 1;
      }
    }
  }
  return kept + name.slice(from);
}

/** What `-symbolize=` asks for. */
export interface Symbolize {
  readonly local: boolean;
  readonly remote: boolean;
  readonly force: boolean;
  /** Whether symbols are left alone, demangling included. */
  readonly none: boolean;
  readonly mode: DemangleMode;
  /** What pprof prints to stderr, a line each. */
  readonly warnings: readonly string[];
}

/** Reads the value of `-symbolize`: `local:demangle=full`. What pprof does not know it warns of, and goes on. */
export function parseSymbolize(text: string): Symbolize {
  const warnings: string[] = [];
  let local = true;
  let remote = true;
  let force = false;
  let mode: DemangleMode = '';
  for (const option of text.toLowerCase().split(':')) {
    switch (option.replace(/^demangle=/, '')) {
      case '':
        if (option !== '') warn();
        continue;
      case 'full':
      case 'templates':
        mode = option.endsWith('full') ? 'full' : 'templates';
        force = true;
        continue;
      case 'default':
        continue;
      case 'none':
        if (option === 'none') return {local, remote, force, none: true, mode, warnings};
        mode = 'none';
        force = true;
        continue;
      default:
    }
    switch (option) {
      case 'no':
        return {local, remote, force, none: true, mode, warnings};
      case 'local':
      case 'fastlocal':
        [remote, local] = [false, true];
        continue;
      case 'remote':
        [remote, local] = [true, false];
        continue;
      case 'force':
        force = true;
        continue;
      default:
        warn();
    }
  }
  return {local, remote, force, none: false, mode, warnings};

  function warn(): void {
    warnings.push(
      `ignoring unrecognized symbolization option: ${text}`,
      'expecting -symbolize=[local|fastlocal|remote|none][:force][:demangle=[none|full|templates|default]',
    );
  }
}
