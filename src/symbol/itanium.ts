import {Effort, Node, Unreadable, deepest, mergeQualifiers, nothing, rewrite, simplify, walk} from './itanium-tree.js';
import type {Arguments, Kind} from './itanium-tree.js';
import {printNode} from './itanium-print.js';
import type {PrintStyle} from './itanium-print.js';

/** How much of a C++ name is said. */
export interface ItaniumStyle extends PrintStyle {
  /** Whether the function itself shows its parameters and its return type. */
  readonly parameters: boolean;
  /** Whether ` [clone .cold]` is said; it never is without parameters, and what follows a name is then not looked at. */
  readonly clones: boolean;
}

/** Steps that one name may cost. The longest real names take some ten thousand. */
export const stepsPerName = 1 << 20;

/**
 * The C++ text of a symbol of the Itanium C++ ABI, as pprof's library
 * (github.com/ianlancetaylor/demangle) writes it, which is nearly `c++filt`.
 *
 *   _ZNK3foo3barIiEEvT_   void foo::bar<int>(int) const
 *   _ZTV3foo              vtable for foo
 *   ___Z1fv_block_invoke  invocation function for block in f()
 *   _GLOBAL__I__Z1fv      global constructors keyed to f()
 *
 * @param name characters that each stand for one byte: the lengths in a symbol count bytes
 * @returns undefined where `name` is no such symbol, or is one that nobody's compiler makes
 */
export function demangleItanium(name: string, style: ItaniumStyle, effort = new Effort(stepsPerName)): string | undefined {
  try {
    const tree = parse(name, style, effort);
    return tree === undefined ? undefined : printNode(tree, style, effort);
  } catch (error) {
    // A stack that is smaller than those that `deepest` was chosen for.
    if (error instanceof Unreadable || error instanceof RangeError) return undefined;
    throw error;
  }
}

function parse(name: string, style: ItaniumStyle, effort: Effort): Node | undefined {
  if (name.startsWith('_Z')) return new Parser(name.slice(2), effort).whole(style.parameters, style.clones);
  if (name.startsWith('___Z')) {
    const block = name.lastIndexOf('_block_invoke');
    if (block < 4 || !/^_block_invoke_?[0-9]*(\.|$)/.test(name.slice(block))) return undefined;
    return prefixed('invocation function for block in ', new Parser(name.slice(4, block), effort).whole(style.parameters, style.clones));
  }
  const global = /^_GLOBAL_[._$]([ID])_./s.exec(name);
  if (global === null) return undefined;
  const key = name.slice('_GLOBAL_'.length);
  return prefixed(
    global[1] === 'I' ? 'global constructors keyed to ' : 'global destructors keyed to ',
    // GNU's demangler says parameters here even where it was asked not to, and so does pprof's.
    key.startsWith('_Z', 3) ? new Parser(key.slice(5), effort).whole(true, style.clones) : named(key),
  );
}

function named(text: string): Node {
  return new Node('name', [], text);
}

function prefixed(text: string, part: Node): Node {
  return new Node('prefixed', [part], text);
}

const builtins: ReadonlyMap<string, string> = new Map([
  ['a', 'signed char'], ['b', 'bool'], ['c', 'char'], ['d', 'double'], ['e', 'long double'], ['f', 'float'], ['g', '__float128'],
  ['h', 'unsigned char'], ['i', 'int'], ['j', 'unsigned int'], ['l', 'long'], ['m', 'unsigned long'], ['n', '__int128'],
  ['o', 'unsigned __int128'], ['s', 'short'], ['t', 'unsigned short'], ['v', 'void'], ['w', 'wchar_t'], ['x', 'long long'],
  ['y', 'unsigned long long'], ['z', '...'],
]);

/** Builtin types whose code begins with D. */
const moreBuiltins: ReadonlyMap<string, string> = new Map([
  ['f', 'decimal32'], ['d', 'decimal64'], ['e', 'decimal128'], ['h', 'half'], ['u', 'char8_t'], ['s', 'char16_t'], ['i', 'char32_t'],
  ['n', 'decltype(nullptr)'],
]);

/** The text and the count of operands of an operator, by its code. A blank at the end is said in an expression only. */
const operators: ReadonlyMap<string, readonly [text: string, operands: number]> = new Map([
  // Arithmetic, comparison, logic
  ['pl', ['+', 2]], ['mi', ['-', 2]], ['ml', ['*', 2]], ['dv', ['/', 2]], ['rm', ['%', 2]], ['an', ['&', 2]], ['or', ['|', 2]], ['eo', ['^', 2]],
  ['ls', ['<<', 2]], ['rs', ['>>', 2]], ['eq', ['==', 2]], ['ne', ['!=', 2]], ['lt', ['<', 2]], ['gt', ['>', 2]], ['le', ['<=', 2]], ['ge', ['>=', 2]],
  ['ss', ['<=>', 2]], ['aa', ['&&', 2]], ['oo', ['||', 2]], ['nt', ['!', 1]], ['co', ['~', 1]], ['ps', ['+', 1]], ['ng', ['-', 1]],
  ['ad', ['&', 1]], ['de', ['*', 1]], ['pp', ['++', 1]], ['mm', ['--', 1]], ['qu', ['?', 3]], ['cm', [',', 2]],
  // Assignment
  ['aS', ['=', 2]], ['pL', ['+=', 2]], ['mI', ['-=', 2]], ['mL', ['*=', 2]], ['dV', ['/=', 2]], ['rM', ['%=', 2]], ['aN', ['&=', 2]], ['oR', ['|=', 2]],
  ['eO', ['^=', 2]], ['lS', ['<<=', 2]], ['rS', ['>>=', 2]],
  // Access, calls, casts
  ['cl', ['()', 2]], ['cp', ['()', 2]], ['ix', ['[]', 2]], ['dt', ['.', 2]], ['pt', ['->', 2]], ['ds', ['.*', 2]], ['pm', ['->*', 2]], ['gs', ['::', 1]],
  ['cc', ['const_cast', 2]], ['dc', ['dynamic_cast', 2]], ['rc', ['reinterpret_cast', 2]], ['sc', ['static_cast', 2]],
  // Designated initializers
  ['di', ['=', 2]], ['dx', [']=', 2]], ['dX', ['[...]=', 3]],
  // Folds
  ['fl', ['...', 2]], ['fr', ['...', 2]], ['fL', ['...', 3]], ['fR', ['...', 3]],
  // Words
  ['nw', ['new', 3]], ['na', ['new[]', 3]], ['dl', ['delete ', 1]], ['da', ['delete[] ', 1]], ['aw', ['co_await ', 1]], ['at', ['alignof ', 1]],
  ['az', ['alignof ', 1]], ['st', ['sizeof ', 1]], ['sz', ['sizeof ', 1]], ['sP', ['sizeof...', 1]], ['sZ', ['sizeof...', 1]], ['nx', ['noexcept', 1]],
  ['ti', ['typeid ', 1]], ['te', ['typeid ', 1]], ['tr', ['throw', 0]], ['tw', ['throw ', 1]], ['li', ['operator"" ', 1]],
]);

function inStd(name: string): Node {
  return new Node('qualified', [named('std'), named(name)]);
}

/** The names that have a substitution of their own; by sameness it is seen that one was taken as it is. */
const standard: ReadonlyMap<string, Node> = new Map([
  ['t', named('std')], ['a', inStd('allocator')], ['b', inStd('basic_string')], ['s', inStd('string')], ['i', inStd('istream')],
  ['o', inStd('ostream')], ['d', inStd('iostream')],
]);

function overChar(name: string, ...more: readonly Node[]): Node {
  return new Node('template', [inStd(name), new Node('builtin', [], 'char'), ...more]);
}

/** The same where a constructor or destructor follows, which is named after the class and not after its alias. */
const standardClasses: ReadonlyMap<string, Node> = new Map([
  ...standard,
  ['s', overChar('basic_string', overChar('char_traits'), overChar('allocator'))],
  ['i', overChar('basic_istream', overChar('char_traits'))],
  ['o', overChar('basic_ostream', overChar('char_traits'))],
  ['d', overChar('basic_iostream', overChar('char_traits'))],
]);

/** What wraps one type, by its code. */
const wrappers: ReadonlyMap<string, readonly [kind: Kind, text: string]> = new Map([
  ['P', ['pointer', '*']], ['R', ['reference', '&']], ['O', ['rvalue', '&&']], ['C', ['complex', ' _Complex']], ['G', ['complex', ' _Imaginary']],
]);

const cvNames: ReadonlyMap<string, string> = new Map([['r', 'restrict'], ['V', 'volatile'], ['K', 'const']]);

/** Special names that say something of a type, by their code behind T. */
const ofTypes: ReadonlyMap<string, string> = new Map([
  ['V', 'vtable for '], ['T', 'VTT for '], ['I', 'typeinfo for '], ['S', 'typeinfo name for '], ['F', 'typeinfo fn for '], ['J', 'java Class for '],
]);

function isDigit(character: string): boolean {
  return character >= '0' && character <= '9';
}

function isLower(character: string): boolean {
  return character >= 'a' && character <= 'z';
}

function isUpper(character: string): boolean {
  return character >= 'A' && character <= 'Z';
}

/** Reads one mangled name, left to right; every method reads what it is named after and gives its node. */
class Parser {
  readonly #text: string;
  readonly #effort: Effort;
  #at = 0;
  #depth = 0;
  /** What `S_`, `S0_` … stand for. */
  #substitutions: Node[] = [];
  /** The argument lists in scope, outermost first; undefined for those of a conversion operator, which come later. */
  #scopes: (Arguments | undefined)[] = [];
  /** 1 + the scopes at the start of the lambda that is being read, or 0: its own parameters are `auto`. */
  #lambdaLevel = 0;
  #inConstraint = false;
  /** Whether the name just read has C++23's explicit `this` parameter. */
  #explicitObject = false;
  readonly #counts = {type: 0, value: 0, template: 0};

  constructor(text: string, effort: Effort) {
    this.#text = text;
    this.#effort = effort;
  }

  whole(parameters: boolean, clones: boolean): Node {
    let node = this.#encoding(parameters, false);
    if (!parameters || !clones) return node;
    for (let suffix = this.#cloneSuffix(); suffix !== ''; suffix = this.#cloneSuffix()) node = new Node('clone', [node], suffix);
    if (this.#at < this.#text.length) this.#fail();
    return node;
  }

  #cloneSuffix(): string {
    const suffix = /^(?:\.[a-z0-9_]+)(?:\.[0-9]+)*/.exec(this.#text.slice(this.#at))?.[0] ?? '';
    this.#at += suffix.length;
    return suffix;
  }

  #fail(): never {
    throw new Unreadable();
  }

  /** The next character, '' at the end. */
  #peek(): string {
    return this.#text.charAt(this.#at);
  }

  /** The character after the next one. */
  #second(): string {
    return this.#text.charAt(this.#at + 1);
  }

  #accept(text: string): boolean {
    if (!this.#text.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  #expect(text: string): void {
    if (!this.#accept(text)) this.#fail();
  }

  #take(): string {
    const character = this.#peek();
    if (character === '') this.#fail();
    this.#at++;
    return character;
  }

  /** Calls `read` one level deeper. */
  #deeper<T>(read: () => T): T {
    this.#effort.spend();
    if (++this.#depth > deepest) this.#fail();
    const result = read();
    this.#depth--;
    return result;
  }

  #encoding(parameters: boolean, forLocal: boolean): Node {
    return this.#deeper(() => {
      if (this.#peek() === 'G' || this.#peek() === 'T') return this.#specialName();
      const name = this.#name();
      const explicitObject = this.#explicitObject;
      const simple = simplify(name, this.#effort);
      if (!parameters) return withoutQualifiers(simple)[0];
      if (this.#peek() === '' || this.#peek() === 'E') return simple;
      return this.#function(simple, explicitObject, forLocal);
    });
  }

  #function(name: Node, explicitObject: boolean, forLocal: boolean): Node {
    const template = templateOf(name);
    const level = this.#lambdaLevel;
    if (template !== undefined) {
      this.#scopes.push(template.arguments);
      this.#lambdaLevel = 0;
    }
    // clang's enable_if attribute (ast.go's EnableIf).
    const enableIf = this.#text.startsWith('Ua9enable_ifI', this.#at) ? this.#enableIf() : [];
    let type = this.#signature(hasReturnType(name), explicitObject);
    const requires = this.#peek() === 'Q' ? this.#constraint() : nothing;
    if (template !== undefined) {
      this.#scopes.pop();
      this.#lambdaLevel = level;
    }
    type = simplify(type, this.#effort);
    // The return type of an enclosing function would read as that of the inner one.
    if (forLocal && type.kind === 'function') type = new Node('function', type.parts, '', 1);
    const [bare, qualified] = withoutQualifiers(name);
    for (const method of qualified) type = new Node('method', [type, method.part(1)], method.text);
    let result = new Node('typed', [bare, type]);
    if (enableIf.length > 0) result = new Node('enableIf', [result, ...enableIf]);
    return requires === nothing ? result : new Node('constraint', [result, requires]);
  }

  #enableIf(): Node[] {
    this.#expect('Ua9enable_if');
    return this.#templateArguments();
  }

  #name(): Node {
    switch (this.#peek()) {
      case '':
        this.#fail();
      case 'N':
        return this.#nestedName();
      case 'Z':
        return this.#localName();
      default:
        return this.#unscopedName();
    }
  }

  #unscopedName(): Node {
    this.#explicitObject = false;
    const start = this.#peek();
    let cast: Node | undefined;
    let name: Node;
    let substituted = false;
    if (start === 'S' && this.#second() === 't') {
      this.#at += 2;
      const inner = this.#unqualifiedName(nothing);
      cast = castOf(inner);
      name = new Node('qualified', [named('std'), inner]);
    } else if (start === 'S') {
      if (this.#second() === '') this.#fail();
      name = this.#substitution(false);
      substituted = true;
      if (name.kind === 'moduleName') {
        name = this.#unqualifiedName(name);
        cast = castOf(name);
        substituted = false;
      }
    } else {
      name = this.#unqualifiedName(nothing);
      cast = castOf(name);
    }
    if (this.#peek() === 'I' && start !== 'U') {
      if (!substituted) this.#substitutions.push(name);
      const given = this.#templateArguments();
      const template = new Node('template', [name, ...given]);
      if (cast !== undefined) this.#bindCast(name, given);
      return template;
    }
    if (cast !== undefined) this.#bind(name, undefined);
    return name;
  }

  #nestedName(): Node {
    this.#expect('N');
    const explicitObject = this.#accept('H');
    const qualifiers = explicitObject ? nothing : this.#qualifiers();
    const ref = explicitObject ? '' : this.#refQualifier();
    let name = this.#prefix();
    if (qualifiers !== nothing || ref !== '') name = new Node('method', [name, qualifiers], ref);
    this.#expect('E');
    this.#explicitObject = explicitObject;
    return name;
  }

  #prefix(): Node {
    let scope: Node | undefined;
    // Constructors and destructors are named after the name before them.
    let last: Node | undefined;
    let module = nothing;
    let cast: Node | undefined;
    for (;;) {
      this.#effort.spend();
      const code = this.#peek();
      let next: Node;
      if (isDigit(code) || isLower(code) || code === 'U' || code === 'L' || code === 'F' || code === 'W' || (code === 'D' && this.#second() === 'C')) {
        next = this.#unqualifiedName(module);
        module = nothing;
        cast = castOf(next) ?? cast;
      } else if (code === 'E') {
        if (scope === undefined) this.#fail();
        if (cast !== undefined) this.#bind(cast, cast.part(0).kind === 'template' ? cast.part(0).arguments : undefined);
        return scope;
      } else if (code === 'M') {
        // The scope of a lambda in an initializer: the variable is the scope already.
        if (scope === undefined) this.#fail();
        this.#at++;
        continue;
      } else if (code === 'S') {
        next = this.#substitution(true);
        if (next.kind === 'moduleName') {
          module = next;
          continue;
        }
      } else if (code === 'I' || code === 'J') {
        if (scope === undefined) this.#fail();
        // A pack alone may stand in place of a list, with the end of one behind it.
        const given = code === 'I' ? this.#templateArguments() : this.#templateArgumentsToEnd();
        next = new Node('template', [scope, ...given]);
        scope = undefined;
        if (cast !== undefined) {
          this.#bindCast(cast, given);
          cast = undefined;
        }
      } else if (code === 'T') {
        next = this.#templateParameter();
      } else {
        next = this.#structor(last);
      }
      last = next;
      scope = scope === undefined ? next : new Node('qualified', [scope, next]);
      if (code !== 'S' && this.#peek() !== 'E') this.#substitutions.push(scope);
    }
  }

  /** A constructor, a destructor, or a decltype in their place. */
  #structor(last: Node | undefined): Node {
    const code = this.#take();
    if (code === 'D' && (this.#peek() === 'T' || this.#peek() === 't')) {
      this.#at--;
      return this.#type(false);
    }
    if (code !== 'C' && code !== 'D') this.#fail();
    const inherits = code === 'C' && this.#accept('I');
    this.#take();
    if (last === undefined) this.#fail();
    const base = inherits ? this.#type(false) : nothing;
    let name = last;
    while (name.kind === 'template' || name.kind === 'qualified' || name.kind === 'local' || name.kind === 'tagged') {
      name = name.part(name.kind === 'qualified' || name.kind === 'local' ? 1 : 0);
    }
    return this.#tagged(code === 'C' ? new Node('constructor', [name, base]) : new Node('destructor', [name]));
  }

  #tagged(name: Node): Node {
    let tagged = name;
    while (this.#accept('B')) tagged = new Node('tagged', [tagged, this.#sourceName()]);
    return tagged;
  }

  #unqualifiedName(parent: Node): Node {
    this.#effort.spend();
    const module = this.#moduleName(parent);
    const friend = this.#accept('F');
    const code = this.#peek();
    let name: Node;
    if (isDigit(code)) {
      name = this.#sourceName();
    } else if (isLower(code)) {
      name = this.#operator(false)[0];
      if (name.kind === 'operator' && name.text === 'operator"" ') name = new Node('unary', [name, this.#sourceName()]);
    } else if (this.#accept('DC')) {
      const bindings: Node[] = [];
      do bindings.push(this.#sourceName());
      while (!this.#accept('E'));
      name = new Node('bindings', bindings);
    } else if (this.#accept('L')) {
      name = this.#sourceName();
      this.#discriminator();
    } else if (this.#accept('Ub')) {
      this.#index();
      name = named("'block-literal'");
    } else if (code === 'U' && this.#second() === 'l') {
      name = this.#closure();
    } else if (code === 'U' && this.#second() === 't') {
      name = this.#unnamedType();
    } else this.#fail();
    if (module !== nothing) name = new Node('moduleEntity', [module, name]);
    name = this.#tagged(name);
    return friend ? prefixed('friend ', name) : name;
  }

  #sourceName(): Node {
    const length = this.#number();
    if (length <= 0 || this.#at + length > this.#text.length) this.#fail();
    const text = this.#text.slice(this.#at, this.#at + length);
    this.#at += length;
    return named(/^_GLOBAL_[._$]N./s.test(text) ? '(anonymous namespace)' : text);
  }

  #moduleName(parent: Node): Node {
    let module = parent;
    while (this.#accept('W')) {
      const mark = this.#accept('P') ? ':' : '.';
      module = new Node('moduleName', [module, this.#sourceName()], mark);
      this.#substitutions.push(module);
    }
    return module;
  }

  /** A decimal number below 2^31 or so, with n for minus. */
  #number(): number {
    const negative = this.#accept('n');
    if (!isDigit(this.#peek())) this.#fail();
    let value = 0;
    while (isDigit(this.#peek())) {
      if (value >= 214_748_354) this.#fail();
      value = value * 10 + Number(this.#take());
    }
    return negative ? -value : value;
  }

  /** `_` for 0, `0_` for 1, `1_` for 2 … */
  #index(): number {
    if (this.#accept('_')) return 0;
    if (this.#peek() === 'n') this.#fail();
    const number = this.#number();
    this.#expect('_');
    return number + 1;
  }

  /** The same in base 36, of digits and capitals. The last one of a name may lack its `_` if `open`. */
  #sequence(open: boolean): number {
    if (this.#accept('_')) return 0;
    const digits = /^[0-9A-Z]*/.exec(this.#text.slice(this.#at, this.#at + 8))?.[0] ?? '';
    const value = digits === '' ? 0 : Number.parseInt(digits, 36);
    if (value >= 0x8000_0000) this.#fail();
    this.#at += digits.length;
    if (!(open && this.#peek() === '')) this.#expect('_');
    return value + 1;
  }

  /** The operator and the count of its operands. */
  #operator(inExpression: boolean): readonly [operator: Node, operands: number] {
    const code = this.#take() + this.#take();
    if (code.startsWith('v') && isDigit(code.charAt(1))) return [new Node('operator', [], this.#sourceName().text), Number(code.charAt(1))];
    if (code === 'cv') {
      if (inExpression) return [new Node('cast', [this.#type(false)]), 1];
      this.#scopes.push(undefined);
      const to = this.#type(true);
      this.#scopes.pop();
      return [new Node('cast', [to]), 1];
    }
    const known = operators.get(code);
    if (known === undefined) this.#fail();
    return [new Node('operator', [], known[0]), known[1]];
  }

  #localName(): Node {
    this.#expect('Z');
    const scope = this.#encoding(true, true);
    this.#expect('E');
    if (this.#accept('s')) {
      this.#explicitObject = false;
      this.#discriminator();
      return new Node('local', [scope, named('string literal')]);
    }
    const argument = this.#accept('d') ? this.#index() : -1;
    const name = this.#name();
    this.#discriminator();
    return new Node('local', [scope, argument < 0 ? name : new Node('defaultArgument', [name], '', argument)]);
  }

  /** `_3`, `__12_`, or the digits at the very end that older compilers wrote. */
  #discriminator(): void {
    if (this.#accept('_')) {
      const long = this.#accept('_');
      const number = this.#number();
      if (number < 0) this.#fail();
      if (long && number >= 10) this.#expect('_');
      return;
    }
    let end = this.#at;
    while (isDigit(this.#text.charAt(end))) end++;
    if (end === this.#text.length) this.#at = end;
  }

  #specialName(): Node {
    const kind = this.#take();
    const code = this.#take();
    if (kind === 'G') return this.#specialObject(code);
    const ofType = ofTypes.get(code);
    if (ofType !== undefined) return prefixed(ofType, this.#type(false));
    switch (code) {
      case 'A':
        return prefixed('template parameter object for ', this.#templateArgument([]));
      case 'h':
        this.#callOffset('h');
        return prefixed('non-virtual thunk to ', this.#encoding(true, false));
      case 'v':
        this.#callOffset('v');
        return prefixed('virtual thunk to ', this.#encoding(true, false));
      case 'c':
        this.#callOffset(this.#take());
        this.#callOffset(this.#take());
        return prefixed('covariant return thunk to ', this.#encoding(true, false));
      case 'C': {
        const derived = this.#type(false);
        if (this.#number() < 0) this.#fail();
        this.#expect('_');
        return new Node('constructionVtable', [this.#type(false), derived]);
      }
      case 'H':
        return prefixed('TLS init function for ', this.#name());
      case 'W':
        return prefixed('TLS wrapper function for ', this.#name());
      default:
        this.#fail();
    }
  }

  #specialObject(code: string): Node {
    switch (code) {
      case 'V':
        return prefixed('guard variable for ', this.#name());
      case 'R': {
        const name = this.#name();
        this.#sequence(true);
        return prefixed('reference temporary for ', name);
      }
      case 'A':
        return prefixed('hidden alias for ', this.#encoding(true, false));
      case 'T': {
        const safe = this.#take() !== 'n';
        return prefixed(safe ? 'transaction clone for ' : 'non-transaction clone for ', this.#encoding(true, false));
      }
      case 'r':
        return this.#javaResource();
      case 'I': {
        const module = this.#moduleName(nothing);
        if (module === nothing) this.#fail();
        return prefixed('initializer for module ', module);
      }
      default:
        this.#fail();
    }
  }

  #callOffset(code: string): void {
    if (code !== 'h' && code !== 'v') this.#fail();
    this.#number();
    if (code === 'v') {
      this.#expect('_');
      this.#number();
    }
    this.#expect('_');
  }

  #javaResource(): Node {
    const length = this.#number();
    if (length <= 1) this.#fail();
    this.#expect('_');
    const text = this.#text.slice(this.#at, this.#at + length - 1);
    if (text.length < length - 1) this.#fail();
    this.#at += length - 1;
    const escapes: ReadonlyMap<string, string> = new Map([['$S', '/'], ['$_', '.'], ['$$', '$']]);
    return prefixed('java resource ', named(text.replace(/\$[^]?/g, (escape) => escapes.get(escape) ?? this.#fail())));
  }

  /** @param isCast whether it is what a conversion operator gives, whose template arguments follow later */
  #type(isCast: boolean): Node {
    return this.#deeper(() => this.#typeHere(isCast));
  }

  #typeHere(isCast: boolean): Node {
    if (this.#peek() === '') this.#fail();
    const qualifiers = this.#qualifiers();
    const builtin = builtins.get(this.#peek());
    if (builtin !== undefined) {
      this.#at++;
      const type = new Node('builtin', [], builtin);
      return qualifiers === nothing ? type : this.#remembered(new Node('cv', [type, qualifiers]));
    }
    // A qualified function type is one type: `void () const` has no part `void ()`.
    const whole = qualifiers !== nothing && this.#peek() === 'F';
    const [type, isNew] = this.#unqualifiedType(isCast);
    if (isNew && !whole) this.#remembered(type);
    if (qualifiers === nothing) return type;
    if (type.kind === 'function') return this.#remembered(new Node('method', [type, qualifiers]));
    if (type.kind === 'method') return this.#remembered(new Node('method', [type.part(0), mergeQualifiers(qualifiers, type.part(1))], type.text));
    if (type.kind === 'cv') return this.#remembered(new Node('cv', [type.part(0), mergeQualifiers(qualifiers, type.part(1))]));
    return this.#remembered(new Node('cv', [type, qualifiers]));
  }

  #remembered(node: Node): Node {
    this.#substitutions.push(node);
    return node;
  }

  /** A type, and whether it can be substituted later. */
  #unqualifiedType(isCast: boolean): readonly [type: Node, isNew: boolean] {
    const code = this.#peek();
    const wrapper = wrappers.get(code);
    if (wrapper !== undefined) {
      this.#at++;
      return [new Node(wrapper[0], [this.#type(isCast)], wrapper[1]), true];
    }
    switch (code) {
      case 'u':
        return [this.#vendorType(), true];
      case 'F':
        return [this.#functionType(), true];
      case 'A':
        return [this.#arrayType(isCast), true];
      case 'M': {
        this.#at++;
        const owner = this.#type(false);
        return [new Node('member', [owner, this.#type(isCast)]), true];
      }
      case 'T':
        return [this.#parameterType(isCast), true];
      case 'S':
        return this.#substitutedType(isCast);
      case 'U':
        if (this.#second() === 'l') return [this.#closure(), false];
        if (this.#second() === 't') return [this.#unnamedType(), false];
        return [this.#vendorQualifiedType(isCast), true];
      case 'D':
        return this.#moreType(isCast);
      default:
        if (code === 'N' || code === 'W' || code === 'Z' || isDigit(code)) return [this.#name(), true];
        this.#fail();
    }
  }

  #vendorType(): Node {
    this.#expect('u');
    const name = this.#sourceName();
    if (!this.#accept('I')) return name;
    const base = this.#type(false);
    this.#expect('E');
    return new Node('transformed', [base], name.text);
  }

  #vendorQualifiedType(isCast: boolean): Node {
    this.#expect('U');
    let qualifier = this.#sourceName();
    if (this.#peek() === 'I') qualifier = new Node('template', [qualifier, ...this.#templateArguments()]);
    return new Node('vendor', [qualifier, this.#type(isCast)]);
  }

  #parameterType(isCast: boolean): Node {
    for (const [code, word] of [['Ts', 'struct '], ['Tu', 'union '], ['Te', 'enum ']] as const) {
      if (this.#accept(code)) return new Node('elaborated', [this.#name()], word);
    }
    const parameter = this.#templateParameter();
    if (this.#peek() !== 'I') return parameter;
    if (isCast) return this.#castArguments(parameter, true);
    this.#substitutions.push(parameter);
    return new Node('template', [parameter, ...this.#templateArguments()]);
  }

  #substitutedType(isCast: boolean): readonly [type: Node, isNew: boolean] {
    const code = this.#second();
    if (!isDigit(code) && !isUpper(code) && code !== '_') {
      const type = this.#name();
      return [type, type !== standard.get(code)];
    }
    let type = this.#substitution(false);
    if (type.kind === 'moduleName') type = this.#remembered(this.#unqualifiedName(type));
    if (this.#peek() !== 'I') return [type, false];
    if (type.kind === 'parameter' && isCast) {
      const given = this.#castArguments(type, false);
      return [given, given !== type];
    }
    return [new Node('template', [type, ...this.#templateArguments()]), true];
  }

  /**
   * A template template parameter with its arguments, or the parameter alone.
   *
   * In `operator T<int><char>` two lists follow and in `operator T<char>` one, which
   * is the operator's own. They are told apart by whether a second one follows.
   */
  #castArguments(parameter: Node, remember: boolean): Node {
    const at = this.#at;
    const depth = this.#depth;
    const substitutions = this.#substitutions.length;
    const scopes = [...this.#scopes];
    const level = this.#lambdaLevel;
    const inConstraint = this.#inConstraint;
    const counts = {...this.#counts};
    try {
      const given = this.#templateArguments();
      if (this.#peek() === 'I') {
        if (remember) this.#substitutions.push(parameter);
        return new Node('template', [parameter, ...given]);
      }
    } catch (error) {
      if (!(error instanceof Unreadable) || this.#effort.steps < 0) throw error;
    }
    this.#at = at;
    this.#depth = depth;
    this.#substitutions.length = substitutions;
    this.#scopes = scopes;
    this.#lambdaLevel = level;
    this.#inConstraint = inConstraint;
    Object.assign(this.#counts, counts);
    return parameter;
  }

  #moreType(isCast: boolean): readonly [type: Node, isNew: boolean] {
    this.#expect('D');
    const code = this.#take();
    const builtin = moreBuiltins.get(code);
    if (builtin !== undefined) return [new Node('builtin', [], builtin), false];
    switch (code) {
      case 'T':
      case 't': {
        const expression = this.#expression();
        this.#expect('E');
        return [new Node('decltype', [expression]), true];
      }
      case 'p': {
        const type = this.#type(isCast);
        return [new Node('expansion', [type], '', 0, {pack: this.#packIn(type)}), true];
      }
      case 'a':
        return [named('auto'), false];
      case 'c':
        return [named('decltype(auto)'), false];
      case 'F':
        return [this.#floatOrFixed(isCast), false];
      case 'v': {
        const dimension = this.#accept('_') ? this.#expression() : named(String(this.#number()));
        this.#expect('_');
        return [new Node('vector', [dimension, this.#type(isCast)]), true];
      }
      case 'B':
      case 'U': {
        const size = isDigit(this.#peek()) ? named(String(this.#number())) : this.#expression();
        this.#expect('_');
        return [new Node('bitInt', [size], code === 'B' ? '_BitInt' : 'unsigned _BitInt'), false];
      }
      case 'k':
        return [new Node('suffixed', [this.#name()], ' auto'), false];
      case 'K':
        return [new Node('suffixed', [this.#name()], ' decltype(auto)'), false];
      default:
        this.#fail();
    }
  }

  #floatOrFixed(isCast: boolean): Node {
    const accumulates = isDigit(this.#peek());
    const bits = accumulates ? this.#number() : 0;
    if (this.#peek() === '_') {
      if (bits === 0) this.#fail();
      this.#at++;
      return new Node('float', [], '', bits);
    }
    const base = this.#type(isCast);
    if (isDigit(this.#peek())) this.#number();
    const saturates = this.#peek() === 's';
    if (this.#peek() !== '') this.#at++;
    return new Node('fixed', [base], (saturates ? '_Sat ' : '') + (accumulates ? '_Accum' : '_Fract'));
  }

  /** const, volatile, restrict and what follows a function: outermost first, `nothing` for none. */
  #qualifiers(): Node {
    const found: Node[] = [];
    for (;;) {
      const word = cvNames.get(this.#peek());
      if (word !== undefined) {
        this.#at++;
        found.push(new Node('qualifier', [], word));
      } else if (this.#accept('Dx')) {
        found.push(new Node('qualifier', [], 'transaction_safe'));
      } else if (this.#accept('Do')) {
        found.push(new Node('qualifier', [], 'noexcept'));
      } else if (this.#accept('DO')) {
        found.push(new Node('qualifier', [this.#expression()], 'noexcept'));
        this.#expect('E');
      } else if (this.#accept('Dw')) {
        found.push(new Node('qualifier', this.#parameters(false), 'throw'));
        this.#expect('E');
      } else break;
      this.#effort.spend();
    }
    return found.length === 0 ? nothing : new Node('qualifiers', found.reverse());
  }

  #refQualifier(): string {
    if (this.#accept('R')) return '&';
    return this.#accept('O') ? '&&' : '';
  }

  #functionType(): Node {
    this.#expect('F');
    // extern "C".
    this.#accept('Y');
    const type = this.#signature(true, false);
    const ref = this.#refQualifier();
    this.#expect('E');
    return ref === '' ? type : new Node('method', [type, nothing], ref);
  }

  #signature(hasReturn: boolean, explicitObject: boolean): Node {
    const returned = this.#accept('J') || hasReturn ? this.#type(false) : nothing;
    return new Node('function', [returned, ...this.#parameters(explicitObject)]);
  }

  /** Types up to what ends a function; none for `void` alone. */
  #parameters(explicitObject: boolean): readonly Node[] {
    const types: Node[] = [];
    while (!/^(?:$|[E.Q]|[RO]E)/.test(this.#peek() + this.#second())) {
      const type = this.#type(false);
      types.push(explicitObject && types.length === 0 ? prefixed('this ', type) : type);
    }
    if (types.length === 0) this.#fail();
    return types.length === 1 && types[0]!.kind === 'builtin' && types[0]!.text === 'void' ? [] : types;
  }

  #arrayType(isCast: boolean): Node {
    this.#expect('A');
    let dimension: Node;
    if (this.#peek() === '_') dimension = named('');
    else if (isDigit(this.#peek())) {
      const from = this.#at;
      while (isDigit(this.#peek())) this.#at++;
      dimension = named(this.#text.slice(from, this.#at));
    } else dimension = this.#expression();
    this.#expect('_');
    const element = this.#type(isCast);
    if (element.kind === 'cv') return new Node('cv', [new Node('array', [dimension, element.part(0)]), element.part(1)]);
    return new Node('array', [dimension, element]);
  }

  #templateParameter(): Node {
    const from = this.#at;
    this.#expect('T');
    const level = this.#accept('L') ? this.#index() : 0;
    const index = this.#index();
    if (this.#inConstraint) return named(this.#text.slice(from, this.#at - 1));
    const scope = this.#scopes[level];
    if (level < this.#scopes.length && (scope === undefined || index < scope.length)) return new Node('parameter', [], '', index, {scope});
    if (this.#lambdaLevel > 0 && level === this.#lambdaLevel - 1) return new Node('auto', [], '', index);
    this.#fail();
  }

  /** Gives the parameters of a conversion operator's type the arguments they pick from. */
  #bind(node: Node, given: Arguments | undefined): void {
    if (!node.open) return;
    walk(node, (part) => {
      if (part.kind === 'closure') return false;
      if (part.kind !== 'parameter') return true;
      if (part.scope === undefined) {
        if (given === undefined || part.number >= given.length) this.#fail();
        part.scope = given;
      } else if (given !== undefined) this.#fail();
      return false;
    }, this.#effort);
  }

  #bindCast(cast: Node, given: Arguments): void {
    this.#bind(cast, given);
    for (const argument of given) this.#bind(argument, undefined);
  }

  #templateArguments(): Node[] {
    if (this.#peek() !== 'I' && this.#peek() !== 'J') this.#fail();
    this.#at++;
    const given: Node[] = [];
    while (!this.#accept('E')) {
      given.push(this.#templateArgument(given));
      if (this.#peek() === 'Q') {
        this.#constraint();
        if (this.#peek() !== 'E') this.#fail();
      }
    }
    return given;
  }

  #templateArgumentsToEnd(): Node[] {
    const given: Node[] = [];
    while (!this.#accept('E')) given.push(this.#templateArgument([]));
    return given;
  }

  #templateArgument(before: Arguments): Node {
    switch (this.#peek()) {
      case 'X': {
        this.#at++;
        const expression = this.#expression();
        this.#expect('E');
        return expression;
      }
      case 'L':
        return this.#literal();
      case 'I':
      case 'J':
        return this.#deeper(() => new Node('pack', this.#templateArguments()));
      default: {
        if (!/^T[yntpk]$/.test(this.#peek() + this.#second())) return this.#type(false);
        this.#scopes.push([...before]);
        const declaration = this.#parameterDeclaration();
        this.#scopes.pop();
        if (declaration === undefined) this.#fail();
        return new Node('qualifiedArgument', [declaration[0], this.#deeper(() => this.#templateArgument([]))]);
      }
    }
  }

  #expressions(stop: string): Node {
    const list: Node[] = [];
    while (!this.#accept(stop)) list.push(this.#expression());
    return new Node('list', list);
  }

  #expression(): Node {
    return this.#deeper(() => this.#expressionHere());
  }

  #expressionHere(): Node {
    const code = this.#peek() + this.#second();
    if (code.startsWith('L')) return this.#literal();
    if (code.startsWith('T')) return this.#templateParameter();
    if (isDigit(code.charAt(0))) return this.#plainName();
    if (code.startsWith('u')) return this.#vendorExpression();
    switch (code) {
      case 'so':
        return this.#subobject();
      case 'sr':
        return this.#unresolvedName();
      case 'sp': {
        this.#at += 2;
        const pattern = this.#expression();
        return new Node('expansion', [pattern], '', 0, {pack: this.#packIn(pattern)});
      }
      case 'sZ': {
        this.#at += 2;
        const pack = this.#packIn(this.#expression());
        if (pack === undefined) this.#fail();
        return new Node('count', [], String(pack.parts.length));
      }
      case 'sP': {
        this.#at += 2;
        return new Node('argumentCount', this.#templateArgumentsToEnd());
      }
      case 'fp':
        this.#at += 2;
        if (this.#accept('T')) return new Node('functionParameter');
        this.#qualifiers();
        return new Node('functionParameter', [], '', this.#index() + 1);
      case 'fL':
        // A fold has an operator here, which never begins with a digit.
        if (!isDigit(this.#text.charAt(this.#at + 2))) return this.#operation();
        this.#at += 2;
        this.#number();
        this.#expect('p');
        this.#qualifiers();
        return new Node('functionParameter', [], '', this.#index() + 1);
      case 'mc': {
        this.#at += 2;
        const parts = [this.#type(false), this.#expression()];
        if (this.#peek() === 'n' || isDigit(this.#peek())) this.#number();
        this.#expect('E');
        return new Node('memberCast', parts);
      }
      case 'on':
        this.#at += 2;
        return this.#plainName();
      case 'il':
      case 'tl':
        this.#at += 2;
        return new Node('initializer', [code === 'tl' ? this.#type(false) : nothing, this.#expressions('E')]);
      case 'st':
        return new Node('unary', [this.#operator(true)[0], this.#type(false)], 'type');
      case 'rq':
      case 'rQ':
        return this.#requires();
      default:
        return this.#operation();
    }
  }

  #plainName(): Node {
    const name = this.#unqualifiedName(nothing);
    return this.#withArguments(name);
  }

  #withArguments(name: Node): Node {
    return this.#peek() === 'I' ? new Node('template', [name, ...this.#templateArguments()]) : name;
  }

  #vendorExpression(): Node {
    this.#expect('u');
    const name = this.#sourceName();
    let given: Node[] = [];
    if (name.text === '__uuidof' && this.#second() === '') this.#fail();
    if (name.text === '__uuidof' && this.#accept('t')) given = [this.#type(false)];
    else if (name.text === '__uuidof' && this.#accept('z')) given = [this.#expression()];
    else given = this.#templateArgumentsToEnd();
    return new Node('binary', [new Node('operator', [], '()'), name, new Node('list', given)]);
  }

  #operation(): Node {
    const code = this.#peek() + this.#second();
    const [operator, operands] = this.#operator(true);
    switch (operands) {
      case 0:
        return new Node('nullary', [operator]);
      case 1:
        return this.#unary(code, operator);
      case 2:
        return this.#binary(code, operator);
      case 3:
        if (code === 'nw' || code === 'na') return this.#new();
        if (code.startsWith('f')) {
          return new Node('fold', [this.#operator(true)[0], this.#expression(), this.#expression()], code === 'fL' ? 'left' : 'right');
        }
        return new Node('trinary', [operator, this.#expression(), this.#expression(), this.#expression()]);
      default:
        this.#fail();
    }
  }

  #unary(code: string, operator: Node): Node {
    const suffix = (code === 'pp' || code === 'mm') && !this.#accept('_');
    const operand = operator.kind === 'cast' && this.#accept('_') ? this.#expressions('E') : this.#expression();
    return new Node('unary', [operator, operand], suffix ? 'suffix' : '');
  }

  #binary(code: string, operator: Node): Node {
    switch (code) {
      case 'sc':
      case 'dc':
      case 'cc':
      case 'rc':
        return new Node('binary', [operator, this.#type(false), this.#expression()]);
      case 'fl':
      case 'fr':
        return new Node('fold', [this.#operator(true)[0], this.#expression(), nothing], code === 'fl' ? 'left' : 'right');
      case 'di':
        return new Node('binary', [operator, this.#unqualifiedName(nothing), this.#expression()]);
      case 'cl':
      case 'cp':
        return new Node('binary', [operator, this.#expression(), this.#expressions('E')]);
      case 'dt':
      case 'pt': {
        const left = this.#expression();
        return new Node('binary', [operator, left, this.#peek() === 'L' ? this.#literal() : this.#withArguments(this.#unresolvedName())]);
      }
      default:
        return new Node('binary', [operator, this.#expression(), this.#expression()]);
    }
  }

  #new(): Node {
    const placement = this.#expressions('_');
    const type = this.#type(false);
    let initializer = nothing;
    if (this.#accept('pi')) initializer = this.#expressions('E');
    else if (this.#peek() + this.#second() === 'il') initializer = this.#expression();
    else this.#expect('E');
    return new Node('new', [placement.parts.length === 0 ? nothing : placement, type, initializer]);
  }

  #subobject(): Node {
    this.#expect('so');
    const parts = [this.#type(false), this.#expression()];
    const offset = this.#peek() === 'n' || isDigit(this.#peek()) ? this.#number() : 0;
    while (this.#accept('_')) if (this.#peek() === 'n' || isDigit(this.#peek())) this.#number();
    this.#accept('p');
    this.#expect('E');
    return new Node('subobject', parts, '', offset);
  }

  #unresolvedName(): Node {
    return this.#deeper(() => {
      if (this.#accept('gs')) return new Node('unary', [new Node('operator', [], '::'), this.#unresolvedName()]);
      if (!this.#accept('sr')) return this.#baseUnresolvedName();
      if (this.#peek() === 'T' || this.#peek() === 'D' || this.#peek() === 'S') {
        const type = this.#type(false);
        const name = new Node('qualified', [type, this.#baseUnresolvedName()]);
        return this.#peek() === 'I' ? this.#remembered(this.#withArguments(name)) : name;
      }
      return this.#unresolvedScopes();
    });
  }

  #unresolvedScopes(): Node {
    let scope = this.#accept('N') ? this.#type(false) : nothing;
    while (this.#peek() !== 'E') {
      if ((scope.kind === 'qualified' || scope.kind === 'local') && this.#peek() !== '' && !isDigit(this.#peek())) {
        // Clang leaves the E away where a whole type came, whose scopes count as seen.
        const outer = scope.part(0);
        if (outer.kind === 'template') this.#substitutions.push(outer.part(0));
        this.#substitutions.push(outer);
        return scope;
      }
      let name = this.#sourceName();
      if (this.#peek() === 'I') name = this.#withArguments(this.#remembered(name));
      scope = scope === nothing ? name : new Node('qualified', [scope, name]);
    }
    if (scope === nothing) this.#fail();
    this.#at++;
    return new Node('qualified', [scope, this.#baseUnresolvedName()]);
  }

  #baseUnresolvedName(): Node {
    let name: Node;
    if (this.#accept('on')) name = this.#operator(true)[0];
    else if (this.#accept('dn')) name = new Node('destructor', [isDigit(this.#peek()) ? this.#sourceName() : this.#type(false)]);
    else name = isDigit(this.#peek()) ? this.#sourceName() : this.#operator(true)[0];
    return this.#withArguments(name);
  }

  #requires(): Node {
    const parameters: Node[] = [];
    if (this.#accept('rQ')) {
      while (this.#peek() !== '' && this.#peek() !== '_') parameters.push(this.#type(false));
      this.#expect('_');
    } else this.#expect('rq');
    const requirements: Node[] = [];
    while (!this.#accept('E')) {
      if (this.#accept('X')) {
        const expression = this.#expression();
        const word = this.#accept('N') ? 'noexcept' : '';
        requirements.push(new Node('expressionRequirement', [expression, this.#accept('R') ? this.#name() : nothing], word));
      } else if (this.#accept('T')) requirements.push(new Node('typeRequirement', [this.#type(false)]));
      else {
        this.#expect('Q');
        requirements.push(new Node('nestedRequirement', [this.#expression()]));
      }
    }
    return new Node('requires', [...parameters, ...requirements], '', 0, {split: parameters.length});
  }

  #literal(): Node {
    this.#expect('L');
    if (this.#peek() === '_' || this.#peek() === 'Z') {
      this.#accept('_');
      this.#expect('Z');
      const name = this.#encoding(true, false);
      this.#expect('E');
      return name;
    }
    const type = this.#type(false);
    const sign = this.#accept('n') ? '-' : '';
    if (this.#peek() === 'E' && !(type.kind === 'builtin' && type.text === 'decltype(nullptr)')) {
      this.#at++;
      if (type.kind === 'closure') return new Node('lambda', [type]);
      if (type.kind === 'array' || (type.kind === 'cv' && type.part(0).kind === 'array')) return new Node('stringLiteral', [type]);
      this.#fail();
    }
    const end = this.#text.indexOf('E', this.#at);
    if (end < 0) this.#fail();
    const value = this.#text.slice(this.#at, end);
    this.#at = end + 1;
    return new Node('literal', [type], sign + value);
  }

  #closure(): Node {
    this.#expect('Ul');
    const level = this.#lambdaLevel;
    this.#lambdaLevel = this.#scopes.length + 1;
    const declared: Node[] = [];
    const values: Node[] = [];
    while (this.#peek() === 'T') {
      const declaration = this.#parameterDeclaration();
      if (declaration === undefined) break;
      declared.push(declaration[0]);
      if (values.length === 0) this.#scopes.push(values);
      values.push(declaration[1]);
    }
    const templateRequires = this.#peek() === 'Q' ? this.#constraint() : nothing;
    const types = this.#parameters(false);
    this.#lambdaLevel = level;
    if (values.length > 0) this.#scopes.pop();
    const callRequires = this.#peek() === 'Q' ? this.#constraint() : nothing;
    this.#expect('E');
    return new Node('closure', [templateRequires, callRequires, ...declared, ...types], '', this.#index(), {split: declared.length});
  }

  /** A template parameter as it is declared, and what stands for it; undefined where something else is there. */
  #parameterDeclaration(): readonly [declaration: Node, value: Node] | undefined {
    if (this.#accept('Ty')) {
      const name = this.#invented('$T', 'type');
      return [new Node('typeParameter', [name]), name];
    }
    if (this.#accept('Tk')) {
      const constraint = this.#constrained(() => this.#name());
      const name = this.#invented('$T', 'type');
      return [new Node('constrainedParameter', [name, constraint]), name];
    }
    if (this.#accept('Tn')) {
      const name = this.#invented('$N', 'value');
      return [new Node('valueParameter', [name, this.#type(false)]), name];
    }
    if (this.#accept('Tt')) return this.#deeper(() => this.#templateParameterDeclaration());
    if (!this.#accept('Tp')) return undefined;
    const declaration = this.#deeper(() => this.#parameterDeclaration());
    if (declaration === undefined) this.#fail();
    return [new Node('parameterPack', [declaration[0]]), declaration[1]];
  }

  #templateParameterDeclaration(): readonly [declaration: Node, value: Node] {
    const name = this.#invented('$TT', 'template');
    const declared: Node[] = [];
    const values: Node[] = [];
    let constraint = nothing;
    while (!this.#accept('E')) {
      const declaration = this.#parameterDeclaration();
      if (declaration === undefined) this.#fail();
      declared.push(declaration[0]);
      if (values.length === 0) this.#scopes.push(values);
      values.push(declaration[1]);
      if (this.#peek() === 'Q') {
        constraint = this.#constraint();
        if (this.#peek() !== 'E') this.#fail();
      }
    }
    if (values.length > 0) this.#scopes.pop();
    return [new Node('templateParameter', [name, constraint, ...declared]), name];
  }

  /** `$T`, `$T0`, `$T1` … */
  #invented(prefix: string, count: 'type' | 'value' | 'template'): Node {
    const index = this.#counts[count]++;
    return new Node('count', [], index === 0 ? prefix : prefix + String(index - 1));
  }

  #unnamedType(): Node {
    this.#expect('Ut');
    return this.#remembered(new Node('unnamed', [], '', this.#index()));
  }

  #constraint(): Node {
    this.#expect('Q');
    return this.#constrained(() => this.#expression());
  }

  /** Calls `read` where template parameters keep their codes, T0 and so on. */
  #constrained(read: () => Node): Node {
    const held = this.#inConstraint;
    this.#inConstraint = true;
    const node = read();
    this.#inConstraint = held;
    return node;
  }

  #substitution(inPrefix: boolean): Node {
    this.#expect('S');
    if (isDigit(this.#peek()) || isUpper(this.#peek()) || this.#peek() === '_') {
      const substituted = this.#substitutions[this.#sequence(false)];
      if (substituted === undefined) this.#fail();
      return substituted.open ? this.#boundAnew(substituted) : substituted;
    }
    const code = this.#take();
    const full = inPrefix && (this.#peek() === 'C' || this.#peek() === 'D');
    const known = (full ? standardClasses : standard).get(code);
    if (known === undefined) this.#fail();
    return this.#peek() === 'B' ? this.#remembered(this.#tagged(known)) : known;
  }

  /**
   * `node` with its template parameters bound to the template that is being read
   * here, not to that of the place where `node` came first (demangle.go, substitution).
   */
  #boundAnew(node: Node): Node {
    const scopes = [...this.#scopes];
    const levels: number[] = [];
    const seen = new Set<Node>();
    const push = (scope: Arguments): void => {
      scopes.push(scope);
      levels.push(this.#lambdaLevel);
      this.#lambdaLevel = 0;
    };
    return rewrite(node, {
      keeps: (part) => {
        if (!part.open) return true;
        if (part.kind === 'typed') {
          if (part.part(0).kind === 'template') push(part.part(0).arguments);
          return false;
        }
        if (part.kind === 'closure') {
          levels.push(this.#lambdaLevel);
          this.#lambdaLevel = scopes.length + 1;
          return false;
        }
        if (part.kind === 'parameter' || part.kind === 'auto') return false;
        if (seen.has(part)) return true;
        seen.add(part);
        return false;
      },
      replacement: (part) => {
        if (part.kind === 'typed' && part.part(0).kind === 'template') {
          scopes.pop();
          this.#lambdaLevel = levels.pop()!;
        } else if (part.kind === 'closure') {
          this.#lambdaLevel = levels.pop()!;
        } else if (part.kind === 'parameter' || part.kind === 'auto') {
          return this.#parameterAnew(part, scopes, node);
        }
        return part;
      },
    }, this.#effort);
  }

  #parameterAnew(parameter: Node, scopes: readonly (Arguments | undefined)[], substituted: Node): Node {
    if (this.#inConstraint) return named(`T${parameter.number}`);
    if (this.#lambdaLevel > 0) return parameter.kind === 'auto' ? parameter : new Node('auto', [], '', parameter.number);
    if (scopes.length === 0 && substituted.kind !== 'template') this.#fail();
    const scope = scopes.length > 0 ? scopes[scopes.length - 1] : substituted.arguments;
    if (scope !== undefined && parameter.number >= scope.length) this.#fail();
    return new Node('parameter', [], '', parameter.number, {scope});
  }

  /** The first pack that a parameter in `node` stands for. */
  #packIn(node: Node): Node | undefined {
    let found: Node | undefined;
    if (!node.open) return undefined;
    walk(node, (part) => {
      if (found !== undefined || opaque.has(part.kind)) return false;
      const argument = part.kind === 'parameter' ? part.scope?.[part.number] : undefined;
      if (argument?.kind === 'pack') found = argument;
      return part.open;
    }, this.#effort);
    return found;
  }
}

/** Where no pack is looked for. */
const opaque: ReadonlySet<Kind> = new Set(['expansion', 'closure', 'tagged', 'fixed', 'defaultArgument']);

/** The conversion operator in a name, under its tags and words. */
function castOf(name: Node): Node | undefined {
  let inner = name;
  while (inner.kind === 'tagged' || inner.kind === 'prefixed' || inner.kind === 'moduleEntity') inner = inner.part(inner.kind === 'moduleEntity' ? 1 : 0);
  return inner.kind === 'cast' ? inner : undefined;
}

/**
 * A name without the qualifiers of its function, and these as they were around it.
 * They may stand inside a local name: `f()::Local::g() const`.
 */
function withoutQualifiers(name: Node): readonly [bare: Node, qualified: readonly Node[]] {
  const outer = name.kind === 'method' ? [name] : [];
  const bare = name.kind === 'method' ? name.part(0) : name;
  if (bare.kind !== 'local') return [bare, outer];
  const inner = bare.part(1);
  if (inner.kind === 'method') return [bare.with([bare.part(0), inner.part(0)]), [...outer, inner]];
  const argument = inner.part(0);
  if (inner.kind !== 'defaultArgument' || argument.kind !== 'method') return [bare, outer];
  return [bare.with([bare.part(0), inner.with([argument.part(0)])]), [...outer, argument]];
}

/** The template whose arguments a function's parameters pick from. */
function templateOf(name: Node): Node | undefined {
  switch (name.kind) {
    case 'template':
      return name;
    case 'local':
      return templateOf(name.part(1));
    case 'qualified':
      return name.part(1).kind === 'constructor' ? templateOf(name.part(1)) : undefined;
    case 'method':
      return templateOf(name.part(0));
    case 'constructor':
      return templateOf(name.part(1));
    default:
      return undefined;
  }
}

/** Only templates say what they return, but for constructors, destructors and conversions. */
function hasReturnType(name: Node): boolean {
  switch (name.kind) {
    case 'local':
      return hasReturnType(name.part(1));
    case 'template':
      return !isStructor(name.part(0));
    case 'cv':
    case 'method':
      return hasReturnType(name.part(0));
    default:
      return false;
  }
}

function isStructor(name: Node): boolean {
  if (name.kind === 'qualified' || name.kind === 'local') return isStructor(name.part(1));
  return name.kind === 'constructor' || name.kind === 'destructor' || name.kind === 'cast';
}
