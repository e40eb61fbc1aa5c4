import {Effort, Unreadable, deepest} from './itanium-tree.js';
import {stepsPerName} from './itanium.js';

/** How much of a Rust name is said. */
export interface RustStyle {
  /** Whether generic arguments are said; `::<>` stays. The older symbols have them in their text, so there they stay. */
  readonly templateArguments: boolean;
}

/** A name of more characters stays mangled. */
const longest = 1 << 20;

/**
 * The text of a symbol of Rust's v0 scheme (RFC 2603), as pprof's library
 * (github.com/ianlancetaylor/demangle) writes it.
 *
 *   _RNvC7mycrate3foo         mycrate::foo
 *   _RNvMC7mycrateINtB2_3VecmE3len    <mycrate::Vec<u32>>::len
 *
 * What follows the first `.` is not looked at.
 *
 * @returns undefined where `name` is no such symbol
 */
export function demangleRust(name: string, style: RustStyle, effort = new Effort(stepsPerName)): string | undefined {
  if (!name.startsWith('_R')) return undefined;
  const end = name.indexOf('.');
  try {
    return new Reader(name.slice(2, end < 0 ? undefined : end), style, effort).symbol();
  } catch (error) {
    if (error instanceof Unreadable || error instanceof RangeError) return undefined;
    throw error;
  }
}

const basicTypes: ReadonlyMap<string, string> = new Map([
  ['a', 'i8'], ['b', 'bool'], ['c', 'char'], ['d', 'f64'], ['e', 'str'], ['f', 'f32'], ['h', 'u8'], ['i', 'isize'], ['j', 'usize'], ['l', 'i32'],
  ['m', 'u32'], ['n', 'i128'], ['o', 'u128'], ['p', '_'], ['s', 'i16'], ['t', 'u16'], ['u', '()'], ['v', '...'], ['x', 'i64'], ['y', 'u64'], ['z', '!'],
]);

/** How characters show in a constant of type char, where not as themselves. */
const charEscapes: ReadonlyMap<number, string> = new Map([[9, '\\t'], [13, '\\r'], [10, '\\n'], [92, '\\\\'], [39, "\\'"]]);

/** Reads and prints in one go: a back reference is read anew at its place. */
class Reader {
  readonly #text: string;
  readonly #style: RustStyle;
  readonly #effort: Effort;
  #at = 0;
  /** Where what is read now ends: at the reference, for what a back reference reads anew. */
  #end: number;
  #depth = 0;
  #printed = '';
  /** Above 0 where what is read does not show. */
  #silent = 0;
  /** Lifetimes that `for<'a, 'b>` around here have bound. */
  #lifetimes = 0;

  constructor(text: string, style: RustStyle, effort: Effort) {
    this.#text = text;
    this.#end = text.length;
    this.#style = style;
    this.#effort = effort;
  }

  symbol(): string {
    // A digit would be the version of a later encoding.
    if (isDigit(this.#peek())) this.#fail();
    this.#path(true);
    // The crate that a generic function was compiled in.
    if (this.#peek() !== '') this.#silently(() => this.#path(false));
    if (this.#peek() !== '') this.#fail();
    return this.#printed;
  }

  #fail(): never {
    throw new Unreadable();
  }

  #peek(): string {
    return this.#at < this.#end ? this.#text.charAt(this.#at) : '';
  }

  #take(): string {
    const character = this.#peek();
    if (character === '') this.#fail();
    this.#at++;
    return character;
  }

  #accept(character: string): boolean {
    if (this.#peek() !== character) return false;
    this.#at++;
    return true;
  }

  #write(text: string): void {
    if (this.#silent > 0) return;
    this.#printed += text;
    if (this.#printed.length > longest) this.#fail();
  }

  #silently(read: () => void): void {
    this.#silent++;
    read();
    this.#silent--;
  }

  #deeper(read: () => void): void {
    this.#effort.spend();
    if (++this.#depth > deepest) this.#fail();
    read();
    this.#depth--;
  }

  /** @param inValue whether generic arguments follow `::`, as they do in an expression */
  #path(inValue: boolean): void {
    this.#deeper(() => this.#pathHere(inValue));
  }

  #pathHere(inValue: boolean): void {
    const code = this.#peek();
    if (code === 'B') return this.#backReference(() => this.#path(inValue));
    this.#take();
    switch (code) {
      case 'C':
        this.#disambiguator();
        return this.#write(this.#identifier().text);
      case 'M':
      case 'X':
        // Where the impl stands: not said.
        this.#silently(() => {
          this.#disambiguator();
          this.#path(false);
        });
        return this.#implementation(code === 'X');
      case 'Y':
        return this.#implementation(true);
      case 'N':
        return this.#nested(inValue);
      case 'I':
        this.#path(inValue);
        this.#write(inValue ? '::<' : '<');
        this.#genericArguments();
        return this.#write('>');
      default:
        this.#fail();
    }
  }

  #implementation(ofTrait: boolean): void {
    this.#write('<');
    this.#type();
    if (ofTrait) {
      this.#write(' as ');
      this.#path(false);
    }
    this.#write('>');
  }

  #nested(inValue: boolean): void {
    const space = this.#take();
    if (!/^[A-Za-z]$/.test(space)) this.#fail();
    this.#path(inValue);
    const number = this.#disambiguator();
    const {text} = this.#identifier();
    if (space >= 'a') return this.#write(`::${text}`);
    if (this.#silent > 0) return;
    if (!Number.isSafeInteger(number)) this.#fail();
    const kind = space === 'C' ? 'closure' : space === 'S' ? 'shim' : space;
    this.#write(`::{${kind}${text === '' ? '' : `:${text}`}#${number}}`);
  }

  #genericArguments(): void {
    if (!this.#style.templateArguments) this.#silent++;
    this.#list(() => this.#genericArgument());
    if (!this.#style.templateArguments) this.#silent--;
  }

  /** What `read` reads until E, with commas, and how many. */
  #list(read: () => void, between = ', '): number {
    let count = 0;
    for (; !this.#accept('E'); count++) {
      if (this.#peek() === '') this.#fail();
      if (count > 0) this.#write(between);
      read();
    }
    return count;
  }

  #genericArgument(): void {
    if (this.#accept('L')) this.#lifetime(this.#base62());
    else if (this.#accept('K')) this.#constant();
    else this.#type();
  }

  #type(): void {
    this.#deeper(() => this.#typeHere());
  }

  #typeHere(): void {
    const code = this.#peek();
    if (code >= 'a' && code <= 'z') {
      const basic = basicTypes.get(this.#take());
      if (basic === undefined) this.#fail();
      return this.#write(basic);
    }
    if (code === 'B') return this.#backReference(() => this.#type());
    if (code !== '' && 'CMXYNI'.includes(code)) return this.#path(false);
    switch (this.#take()) {
      case 'A':
        this.#write('[');
        this.#type();
        this.#write('; ');
        this.#constant();
        return this.#write(']');
      case 'S':
        this.#write('[');
        this.#type();
        return this.#write(']');
      case 'T':
        this.#write('(');
        return this.#write(this.#list(() => this.#type()) === 1 ? ',)' : ')');
      case 'R':
        return this.#reference('');
      case 'Q':
        return this.#reference('mut ');
      case 'P':
        this.#write('*const ');
        return this.#type();
      case 'O':
        this.#write('*mut ');
        return this.#type();
      case 'F':
        return this.#bound(() => this.#functionSignature());
      case 'D':
        return this.#dynamic();
      default:
        this.#fail();
    }
  }

  #reference(word: string): void {
    this.#write('&');
    const lifetime = this.#accept('L') ? this.#base62() : 0;
    if (lifetime > 0) {
      this.#lifetime(lifetime);
      this.#write(' ');
    }
    this.#write(word);
    this.#type();
  }

  #dynamic(): void {
    this.#bound(() => {
      this.#write('dyn ');
      this.#binder();
      this.#list(() => this.#dynamicTrait(), ' + ');
    });
    if (!this.#accept('L')) this.#fail();
    const lifetime = this.#base62();
    if (lifetime === 0) return;
    this.#write(this.#printed.endsWith(' ') ? '+ ' : ' + ');
    this.#lifetime(lifetime);
  }

  /** Calls `read`, whose lifetimes end with it. */
  #bound(read: () => void): void {
    const held = this.#lifetimes;
    read();
    this.#lifetimes = held;
  }

  #binder(): void {
    if (!this.#accept('G')) return;
    const count = this.#base62() + 1;
    // More lifetimes than characters are left to use them.
    if (count >= this.#end - this.#at - this.#lifetimes) this.#fail();
    this.#write('for<');
    for (let i = 0; i < count; i++) {
      if (i > 0) this.#write(', ');
      this.#effort.spend();
      this.#lifetimes++;
      this.#lifetime(1);
    }
    this.#write('> ');
  }

  #functionSignature(): void {
    this.#binder();
    if (this.#accept('U')) this.#write('unsafe ');
    if (this.#accept('K')) {
      if (this.#accept('C')) this.#write('extern "C" ');
      else {
        const {text, encoded} = this.#identifier();
        if (encoded) this.#fail();
        this.#write(`extern "${text.replaceAll('_', '-')}" `);
      }
    }
    this.#write('fn(');
    this.#list(() => this.#type());
    this.#write(')');
    if (this.#accept('u')) return;
    this.#write(' -> ');
    this.#type();
  }

  #dynamicTrait(): void {
    let open = this.#openPath();
    while (this.#accept('p')) {
      this.#write(`${open ? ', ' : '<'}${this.#identifier().text} = `);
      open = true;
      this.#type();
    }
    if (open) this.#write('>');
  }

  /** A path whose generic arguments are not closed yet; whether there are any. */
  #openPath(): boolean {
    let open = false;
    this.#deeper(() => {
      if (this.#peek() === 'B') {
        this.#backReference(() => (open = this.#openPath()));
      } else if (this.#accept('I')) {
        open = true;
        this.#path(false);
        this.#write('<');
        this.#genericArguments();
      } else this.#path(false);
    });
    return open;
  }

  #lifetime(lifetime: number): void {
    if (lifetime === 0) return this.#write("'_");
    const depth = this.#lifetimes - lifetime;
    if (depth < 0) this.#fail();
    this.#write(depth < 26 ? `'${String.fromCharCode(97 + depth)}` : `'z${depth - 25}`);
  }

  #constant(): void {
    this.#deeper(() => {
      if (this.#peek() === 'B') return this.#backReference(() => this.#constant());
      const code = this.#take();
      if (code === 'p') return this.#write('_');
      const signed = 'aslxni'.includes(code);
      if (!signed && !'htmyojbc'.includes(code)) this.#fail();
      if (signed && this.#accept('n')) this.#write('-');
      const digits = this.#hexDigits();
      if (code === 'b') {
        if (digits !== '0' && digits !== '1') this.#fail();
        return this.#write(digits === '1' ? 'true' : 'false');
      }
      if (code === 'c') {
        if (digits.length > 6) this.#fail();
        return this.#write(`'${character(Number.parseInt(digits, 16))}'`);
      }
      this.#write(digits.length > 16 ? `0x${digits}` : BigInt(`0x${digits}`).toString());
    });
  }

  #hexDigits(): string {
    const from = this.#at;
    // pprof's library keeps 64 bits, so 16 zeros make a zero, behind which no zero may stand.
    let zeros = 0;
    while (/^[0-9a-f]$/.test(this.#peek())) {
      const before = this.#at - from;
      const digit = this.#take();
      if (digit === '0' && (zeros === before || zeros >= 16) && this.#peek() !== '_') this.#fail();
      zeros = digit === '0' ? zeros + 1 : 0;
    }
    const digits = this.#text.slice(from, this.#at);
    if (digits === '' || !(this.#accept('_') || this.#peek() === '')) this.#fail();
    return digits;
  }

  /** 0 for none; not exact past 2^53, where only a hash can be. */
  #disambiguator(): number {
    return this.#accept('s') ? this.#base62() + 1 : 0;
  }

  /** An identifier without its disambiguator, and whether it came in punycode. */
  #identifier(): {readonly text: string; readonly encoded: boolean} {
    this.#effort.spend();
    const encoded = this.#accept('u');
    const digits = /^[0-9]+/.exec(this.#text.slice(this.#at, Math.min(this.#end, this.#at + 10)))?.[0];
    // None is 0 to pprof's library, but for the end of the text.
    if (digits === undefined && this.#peek() === '') this.#fail();
    this.#at += digits?.length ?? 0;
    const length = Number(digits ?? 0);
    this.#accept('_');
    const text = this.#text.slice(this.#at, this.#at + length);
    if (this.#at + length > this.#end || !/^[0-9A-Za-z_]*$/.test(text)) this.#fail();
    this.#at += length;
    return {text: encoded ? this.#punycode(text) : text, encoded};
  }

  /** RFC 3492, with _ in place of - and with every step paid for. */
  #punycode(text: string): string {
    const mark = text.lastIndexOf('_');
    const output = mark < 0 ? [] : Array.from(text.slice(0, mark), (character) => character.charCodeAt(0));
    const digits = text.slice(mark + 1);
    let point = 128;
    let bias = 72;
    let index = 0;
    let first = true;
    for (let at = 0; at < digits.length;) {
      const start = index;
      let weight = 1;
      for (let k = 36; ; k += 36) {
        this.#effort.spend();
        const digit = punycodeDigit(digits.charAt(at++));
        if (digit < 0) this.#fail();
        index += digit * weight;
        const threshold = Math.min(26, Math.max(1, k - bias));
        if (digit < threshold) break;
        if (weight >= 59_652_323) this.#fail();
        weight *= 36 - threshold;
      }
      const length = output.length + 1;
      bias = adapted(index - start, length, first);
      first = false;
      point += Math.floor(index / length);
      if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) this.#fail();
      index %= length;
      output.splice(index++, 0, point);
      this.#effort.steps -= output.length >> 6;
    }
    return output.map((unit) => String.fromCodePoint(unit)).join('');
  }

  /** `_` for 0, `0_` for 1 …, in digits, small letters and capitals. */
  #base62(): number {
    if (this.#accept('_')) return 0;
    let value = 0;
    for (let digit = this.#take(); digit !== '_'; digit = this.#take()) {
      const worth = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'.indexOf(digit);
      if (worth < 0) this.#fail();
      value = value * 62 + worth;
    }
    return value + 1;
  }

  /** Calls `read` at an earlier place; what is silent is not read twice. */
  #backReference(read: () => void): void {
    const from = this.#at;
    this.#take();
    const to = this.#base62();
    if (this.#silent > 0) return;
    if (to >= from) this.#fail();
    const at = this.#at;
    const end = this.#end;
    this.#at = to;
    this.#end = from;
    read();
    this.#at = at;
    this.#end = end;
  }
}

function isDigit(character: string): boolean {
  return character >= '0' && character <= '9';
}

function character(code: number): string {
  return charEscapes.get(code) ?? (code >= 32 && code <= 126 ? String.fromCharCode(code) : `\\u{${code.toString(16)}}`);
}

function punycodeDigit(character: string): number {
  if (isDigit(character)) return character.charCodeAt(0) - 48 + 26;
  return /^[A-Za-z]$/.test(character) ? character.toLowerCase().charCodeAt(0) - 97 : -1;
}

/** RFC 3492 §6.1. */
function adapted(delta: number, length: number, first: boolean): number {
  let rest = Math.floor(delta / (first ? 700 : 2));
  rest += Math.floor(rest / length);
  let k = 0;
  for (; rest > 455; k += 36) rest = Math.floor(rest / 35);
  return k + Math.floor((36 * rest) / (rest + 38));
}

/** Escapes of the older scheme, `$LT$` for <. */
const legacyEscapes: ReadonlyMap<string, string> = new Map([
  ['C', ','], ['SP', '@'], ['BP', '*'], ['RF', '&'], ['LT', '<'], ['GT', '>'], ['LP', '('], ['RP', ')'],
]);

/**
 * The text of a symbol of Rust's older scheme, which is C++'s with a hash at the end,
 * as pprof's library writes it: without the hash.
 *
 *   _ZN4core3fmt5Write9write_str17h0123456789abcdefE   core::fmt::Write::write_str
 *
 * @returns undefined where `name` is no such symbol; it may be C++ then
 */
export function demangleLegacyRust(name: string): string | undefined {
  if (!name.startsWith('_ZN')) return undefined;
  const suffix = name.lastIndexOf('E.');
  const symbol = suffix > 0 ? name.slice(0, suffix + 1) : name;
  const hash = symbol.length > 23 ? /17h([0-9a-f]{16})E$/.exec(symbol) : null;
  // A hash of fewer than five different digits is nobody's hash.
  if (hash === null || new Set(hash[1]).size < 5) return undefined;
  const end = symbol.length - 20;
  const names: string[] = [];
  for (let at = 3; at < end;) {
    const digits = /^[0-9]{1,9}/.exec(symbol.slice(at, Math.min(end, at + 9)))?.[0];
    if (digits === undefined) return undefined;
    at += digits.length;
    let length = Number(digits);
    // pprof's library takes a leading _ for a mark, also where it is the name's own.
    if (at < end && symbol.charAt(at) === '_') {
      at++;
      length--;
    }
    if (length < 0 || at + length > end) return undefined;
    names.push(unescaped(symbol.slice(at, at + length).replace(/^_\$/, '$')));
    at += length;
  }
  return names.join('::');
}

/** From the first escape that is none on, the text stays as it is. */
function unescaped(text: string): string {
  let result = '';
  let at = 0;
  for (const {0: found, 1: code, 2: hex, index} of text.matchAll(/\.\.|\$(?:(C|SP|BP|RF|LT|GT|LP|RP)|u([2-7][0-9a-f]))\$|\$/g)) {
    result += text.slice(at, index);
    if (found === '$') return result + text.slice(index);
    at = index + found.length;
    if (found === '..') result += '::';
    else result += code === undefined ? String.fromCharCode(Number.parseInt(hex!, 16)) : legacyEscapes.get(code)!;
  }
  return result + text.slice(at);
}
