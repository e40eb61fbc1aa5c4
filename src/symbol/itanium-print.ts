import {Unreadable, deepest, nothing} from './itanium-tree.js';
import type {Effort, Node} from './itanium-tree.js';

/** What is left out of a printed name. */
export interface PrintStyle {
  readonly templateArguments: boolean;
  /** Whether a function that a local name stands in shows its parameters. */
  readonly enclosingParameters: boolean;
}

/** A name of more characters stays mangled. */
const longest = 1 << 20;

/** The text of `node`; throws `Unreadable` where it is too long, too deep or not whole. */
export function printNode(node: Node, style: PrintStyle, effort: Effort): string {
  const printer = new Printer(style, effort);
  printer.print(node);
  return printer.text;
}

/** How literals of these types end; others say their type in parentheses. */
const literalSuffixes: ReadonlyMap<string, string> = new Map([
  ['int', ''], ['unsigned int', 'u'], ['long', 'l'], ['unsigned long', 'ul'], ['long long', 'll'], ['unsigned long long', 'ull'],
]);
/** Operands that GNU's demangler prints without parentheses. */
const plain: ReadonlySet<string> = new Set(['name', 'qualified', 'initializer', 'functionParameter']);
const floats: ReadonlySet<string> = new Set(['double', 'long double', 'float', '__float128', 'half']);

/**
 * Prints as GNU's demangler does.
 *
 * C++ writes types inside out: in `int (*f(char))[3]` the array comes first in the
 * tree and last in the text. A type that wraps another puts itself on `#pending` and
 * prints the inner one; a function or an array in there prints what is pending in its
 * middle; what is still pending when the inner one is done comes after it.
 */
class Printer {
  text = '';
  readonly #style: PrintStyle;
  readonly #effort: Effort;
  #pending: Node[] = [];
  readonly #printing: Node[] = [];
  /** The last character of what pprof's library takes note of; a few numbers escape it. */
  #last = '';

  constructor(style: PrintStyle, effort: Effort) {
    this.#style = style;
    this.#effort = effort;
  }

  print(node: Node): void {
    this.#effort.spend();
    let times = 0;
    for (const open of this.#printing) if (open === node) times++;
    // A conversion operator's template parameter can stand for what it is in.
    if (times > 1) return;
    if (this.#printing.length > deepest) throw new Unreadable();
    this.#printing.push(node);
    this.#printKind(node);
    this.#printing.pop();
  }

  #write(text: string): void {
    if (text === '') return;
    this.#writeUnseen(text);
    this.#last = text.charAt(text.length - 1);
  }

  #writeUnseen(text: string): void {
    this.text += text;
    if (this.text.length > longest) throw new Unreadable();
  }

  #printKind(node: Node): void {
    switch (node.kind) {
      case 'nothing':
        return;
      case 'name':
      case 'builtin':
      case 'count':
        return this.#write(node.text);
      case 'unnamed':
        return this.#write(`{unnamed type#${node.number + 1}}`);
      case 'float':
        return this.#writeUnseen(`_Float${node.number}`);
      case 'auto':
        return this.#writeUnseen(`auto:${node.number + 1}`);
      case 'functionParameter':
        return node.number === 0 ? this.#write('this') : this.#writeUnseen(`{parm#${node.number}}`);
      case 'operator':
        this.#write(/^[a-z]/.test(node.text) ? 'operator ' : 'operator');
        return this.#write(node.text.replace(/ $/, ''));
      case 'cast':
        this.#write('operator ');
        return this.print(node.part(0));
      case 'prefixed':
      case 'elaborated':
        this.#write(node.text);
        return this.print(node.part(0));
      case 'destructor':
        this.#write('~');
        return this.print(node.part(0));
      case 'constructor':
      case 'lambda':
      case 'qualifiedArgument':
      case 'typed':
      case 'template':
      case 'closure':
        return this.#printNamed(node);
      case 'qualified':
      case 'local':
        this.print(node.part(0));
        this.#write('::');
        return this.print(node.part(1));
      case 'tagged':
        this.print(node.part(0));
        this.#write('[abi:');
        this.print(node.part(1));
        return this.#write(']');
      case 'bindings':
        this.#write('[');
        this.#printList(node.parts);
        return this.#write(']');
      case 'defaultArgument':
        this.#writeUnseen(`{default arg#${node.number + 1}}::`);
        return this.print(node.part(0));
      case 'moduleName':
        this.print(node.part(0));
        if (node.text === ':' || node.part(0) !== nothing) this.#write(node.text);
        return this.print(node.part(1));
      case 'moduleEntity':
        this.print(node.part(1));
        this.#write('@');
        return this.print(node.part(0));
      case 'constructionVtable':
        this.#write('construction vtable for ');
        this.print(node.part(0));
        this.#write('-in-');
        return this.print(node.part(1));
      case 'clone':
        this.print(node.part(0));
        return this.#write(` [clone ${node.text}]`);
      case 'enableIf':
        this.print(node.part(0));
        this.#write(' [enable_if:');
        this.#printList(node.parts.slice(1));
        return this.#write(']');
      case 'constraint':
        this.print(node.part(0));
        this.#write(' requires ');
        return this.print(node.part(1));
      case 'parameter': {
        const argument = node.scope?.[node.number];
        if (argument === undefined) throw new Unreadable();
        return this.print(argument);
      }
      case 'pack':
        return this.#printList(node.parts);
      case 'expansion':
        if (node.pack !== undefined) return this.print(node.part(0));
        this.#printOperand(node.part(0));
        return this.#write('...');
      default:
        return this.#printType(node);
    }
  }

  #printNamed(node: Node): void {
    const held = this.#pending;
    switch (node.kind) {
      case 'constructor':
        return this.print(node.part(0));
      case 'lambda':
        this.#write('[]');
        this.#printSignature(node.part(0));
        return this.#write('{...}');
      case 'qualifiedArgument':
        return this.print(node.part(1));
      case 'typed':
        this.#pending = [node];
        this.print(node.part(1));
        if (this.#pending.length > 0) {
          this.#write(' ');
          this.print(node.part(0));
        }
        break;
      case 'closure':
        this.#write('{lambda');
        this.#printSignature(node);
        return this.#write(`#${node.number + 1}}`);
      default:
        this.#pending = [];
        this.print(node.part(0));
        if (this.#style.templateArguments) {
          if (this.#last === '<') this.#write(' ');
          this.#write('<');
          this.#printList(node.arguments.filter((argument) => !isEmpty(argument)));
          this.#write(this.#last === '>' ? ' >' : '>');
        }
    }
    this.#pending = held;
  }

  #printSignature(closure: Node): void {
    if (closure.kind !== 'closure') return;
    const [templateRequires = nothing, callRequires = nothing, ...rest] = closure.parts;
    if (closure.split > 0) {
      this.#write('<');
      this.#printList(rest.slice(0, closure.split));
      this.#write('>');
    }
    if (templateRequires !== nothing) {
      this.#write(' requires ');
      this.print(templateRequires);
      this.#write(' ');
    }
    this.#write('(');
    this.#printList(rest.slice(closure.split));
    this.#write(')');
    if (callRequires !== nothing) {
      this.#write(' requires ');
      this.print(callRequires);
    }
  }

  #printList(nodes: readonly Node[]): void {
    for (let i = 0; i < nodes.length; i++) {
      if (i > 0) this.#write(', ');
      this.print(nodes[i]!);
    }
  }

  #printType(node: Node): void {
    switch (node.kind) {
      case 'qualifiers':
        for (let i = 0; i < node.parts.length; i++) {
          if (i > 0) this.#write(' ');
          this.#printKind(node.parts[i]!);
        }
        return;
      case 'qualifier':
        this.#write(node.text);
        if (node.parts.length === 0) return;
        this.#write('(');
        this.#printList(node.parts.filter((part) => !(part.kind === 'list' && part.parts.length === 0)));
        return this.#write(')');
      case 'cv':
      case 'method':
      case 'pointer':
      case 'reference':
      case 'rvalue':
      case 'complex':
      case 'suffixed':
        this.#pending.push(node);
        this.print(node.part(0));
        if (this.#pending.length > 0) {
          this.#printPart(node);
          this.#pending.pop();
        }
        return;
      case 'vendor':
      case 'member':
      case 'vector':
        this.#pending.push(node);
        this.print(node.part(1));
        if (this.#pending.length > 0) this.#printPart(this.#pending.pop()!);
        return;
      case 'array':
        this.#pending.push(node);
        this.print(node.part(1));
        if (this.#pending.length > 0) {
          this.#pending.pop();
          this.#printDimension(node);
        }
        return;
      case 'function':
        return this.#printFunction(node);
      case 'transformed':
      case 'bitInt':
        this.#write(`${node.text}(`);
        this.print(node.part(0));
        return this.#write(')');
      case 'fixed': {
        const base = node.part(0);
        if (node.text.startsWith('_Sat')) this.#write('_Sat ');
        if (!(base.kind === 'builtin' && base.text === 'int')) {
          this.print(base);
          this.#write(' ');
        }
        return this.#write(node.text.endsWith('_Accum') ? '_Accum' : '_Fract');
      }
      case 'decltype':
        this.#write('decltype (');
        this.print(node.part(0));
        return this.#write(')');
      case 'typeParameter':
        this.#write('typename ');
        this.#printPending(undefined);
        return this.print(node.part(0));
      case 'constrainedParameter':
      case 'valueParameter':
        this.#pending.push(node);
        this.print(node.part(1));
        if (this.#pending.length > 0) {
          this.#write(' ');
          this.print(node.part(0));
          this.#pending.pop();
        }
        return;
      case 'templateParameter':
        this.#write('template<');
        this.#printList(node.parts.slice(2));
        this.#write('> typename ');
        this.print(node.part(0));
        if (node.part(1) !== nothing) {
          this.#write(' requires ');
          this.print(node.part(1));
        }
        return;
      case 'parameterPack': {
        const held = this.#pending;
        const parameter = node.part(0);
        this.#pending = [node];
        this.print(parameter.kind === 'valueParameter' ? parameter.part(1) : parameter);
        if (this.#pending.length > 0) this.#write('...');
        this.#pending = held;
        return;
      }
      default:
        return this.#printExpression(node);
    }
  }

  #printFunction(node: Node): void {
    const returned = node.number === 1 ? nothing : node.part(0);
    if (returned !== nothing) {
      this.#pending.push(node);
      this.print(returned);
      if (this.#pending.length === 0) return;
      this.#pending.pop();
      this.#write(' ');
    }
    this.#printParameters(node);
  }

  #printParameters(node: Node): void {
    let wraps = false;
    let spaced = false;
    for (let i = this.#pending.length - 1; i >= 0 && !wraps; i--) {
      switch (this.#pending[i]!.kind) {
        case 'pointer':
        case 'reference':
        case 'rvalue':
          wraps = true;
          break;
        case 'cv':
        case 'complex':
        case 'member':
          wraps = true;
          spaced = true;
          break;
        default:
      }
    }
    if (wraps) {
      spaced ||= this.#last !== '(' && this.#last !== '*';
      if (spaced && this.#last !== ' ') this.#write(' ');
      this.#write('(');
    }
    const qualifiers: Node[] = [];
    this.#printPending(qualifiers);
    if (wraps) this.#write(')');
    this.#write('(');
    if (node.number === 0 || this.#style.enclosingParameters) this.#printList(node.parts.slice(1).filter((part) => !isEmpty(part)));
    this.#write(')');
    this.#pending = qualifiers;
    this.#printPending(undefined);
  }

  #printDimension(node: Node): void {
    let space = ' ';
    while (this.#pending.length > 0) {
      const next = this.#pending[this.#pending.length - 1]!;
      if (next.kind === 'array' || (next.kind === 'cv' && next.part(0).kind === 'array')) {
        if (next.kind === 'array') space = '';
        this.#pending.pop();
        this.#printPart(next);
      } else {
        this.#write(' (');
        this.#printPending(undefined);
        this.#write(')');
      }
    }
    this.#write(`${space}[`);
    this.print(node.part(0));
    this.#write(']');
  }

  /** Prints what is pending, the innermost first; qualifiers of a function go to `qualifiers` if it is there. */
  #printPending(qualifiers: Node[] | undefined): void {
    for (let next = this.#pending.pop(); next !== undefined; next = this.#pending.pop()) {
      if (qualifiers !== undefined && next.kind === 'method') qualifiers.push(next);
      else this.#printPart(next);
    }
  }

  /** Prints what a pending type adds to the one that it wraps. */
  #printPart(node: Node): void {
    switch (node.kind) {
      case 'typed':
      case 'constrainedParameter':
      case 'valueParameter':
        return this.print(node.part(0));
      case 'cv':
        this.#write(' ');
        return this.print(node.part(1));
      case 'method':
        if (node.part(1) !== nothing) {
          this.#write(' ');
          this.print(node.part(1));
        }
        if (node.text !== '') this.#write(` ${node.text}`);
        return;
      case 'vendor':
        this.#write(' ');
        return this.print(node.part(0));
      case 'array':
        return this.#printDimension(node);
      case 'function':
        return this.#printParameters(node);
      case 'member':
        if (this.#last !== '(') this.#write(' ');
        this.print(node.part(0));
        return this.#write('::*');
      case 'vector':
        this.#write(' __vector(');
        this.print(node.part(0));
        return this.#write(')');
      case 'parameterPack': {
        this.#write('...');
        const parameter = node.part(0);
        return parameter.kind === 'valueParameter' ? this.print(parameter.part(0)) : undefined;
      }
      default:
        return this.#write(node.text);
    }
  }

  #printExpression(node: Node): void {
    switch (node.kind) {
      case 'argumentCount': {
        let count = 0;
        for (const part of node.parts) count += part.kind === 'pack' || part.kind === 'list' ? part.parts.length : 1;
        return this.#write(String(count));
      }
      case 'list':
        return this.#printList(node.parts);
      case 'nullary': {
        const operator = node.part(0);
        return operator.kind === 'operator' ? this.#write(operator.text) : this.print(operator);
      }
      case 'unary':
        return this.#printUnary(node);
      case 'binary':
        return this.#printBinary(node);
      case 'trinary':
        return this.#printTrinary(node);
      case 'fold':
        return this.#printFold(node);
      case 'subobject':
        this.print(node.part(1));
        this.#write('.<');
        this.print(node.part(0));
        return this.#write(` at offset ${node.number}>`);
      case 'memberCast':
        this.#write('(');
        this.print(node.part(0));
        this.#write(')(');
        this.print(node.part(1));
        return this.#write(')');
      case 'new':
        this.#write('new ');
        if (node.part(0) !== nothing) {
          this.#printOperand(node.part(0));
          this.#write(' ');
        }
        this.print(node.part(1));
        if (node.part(2) !== nothing) this.#printOperand(node.part(2));
        return;
      case 'literal':
        return this.#printLiteral(node);
      case 'stringLiteral':
        this.#write('"<');
        this.#printKind(node.part(0));
        return this.#write('>"');
      case 'initializer':
        this.print(node.part(0));
        this.#write('{');
        this.print(node.part(1));
        return this.#write('}');
      case 'requires':
        return this.#printRequires(node);
      case 'expressionRequirement': {
        const braces = node.text !== '' || node.part(1) !== nothing;
        this.#write(braces ? ' {' : ' ');
        this.print(node.part(0));
        if (braces) this.#write('}');
        if (node.text !== '') this.#write(' noexcept');
        if (node.part(1) !== nothing) {
          this.#write(' -> ');
          this.print(node.part(1));
        }
        return this.#write(';');
      }
      case 'typeRequirement':
      case 'nestedRequirement':
        this.#write(node.kind === 'typeRequirement' ? ' typename ' : ' requires ');
        this.print(node.part(0));
        return this.#write(';');
      default:
        throw new Unreadable();
    }
  }

  /** In parentheses, but where it is `plain`. */
  #printOperand(node: Node): void {
    if (plain.has(node.kind)) return this.print(node);
    this.#write('(');
    this.print(node);
    this.#write(')');
  }

  #printUnary(node: Node): void {
    const operator = node.part(0);
    const text = operator.kind === 'operator' ? operator.text : undefined;
    let operand = node.part(1);
    // The address of a function is said by its name.
    if (text === '&' && operand.kind === 'typed' && operand.part(1).kind === 'function') operand = operand.part(0);
    if (node.text === 'suffix') this.#printOperand(operand);
    if (text !== undefined) this.#write(text);
    else if (operator.kind === 'cast') {
      this.#write('(');
      this.print(operator.part(0));
      this.#write(')');
    } else this.print(operator);
    if (node.text === 'suffix') return;
    if (text === '::') this.print(operand);
    else if (node.text === 'type') {
      this.#write('(');
      this.print(operand);
      this.#write(')');
    } else this.#printOperand(operand);
  }

  #printBinary(node: Node): void {
    const [operator = nothing, left = nothing, right = nothing] = node.parts;
    const text = operator.kind === 'operator' ? operator.text : undefined;
    if (text?.includes('cast') === true) {
      this.#write(`${text}<`);
      this.print(left);
      this.#write('>(');
      this.print(right);
      return this.#write(')');
    }
    if (isDesignated(node)) {
      this.#write(text === '=' ? '.' : '[');
      this.print(left);
      if (text === ']=') this.#write(']');
      return this.#printDesignatedValue(right);
    }
    // Else the > would close a template argument list.
    const parenthesized = text === '>' || text === '>>';
    if (parenthesized) this.#write('(');
    if (text === '()' && left.kind === 'typed') {
      const type = left.part(1);
      if (type.kind === 'function' && type.part(0) !== nothing) this.print(left);
      else this.#printOperand(left.part(0));
    } else this.#printOperand(left);
    if (text === '[]') {
      this.#write('[');
      this.print(right);
      return this.#write(']');
    }
    if (text === undefined) this.print(operator);
    else if (text !== '()') this.#write(text);
    this.#printOperand(right);
    if (parenthesized) this.#write(')');
  }

  #printDesignatedValue(value: Node): void {
    if (isDesignated(value)) return this.print(value);
    this.#write('=');
    this.#printOperand(value);
  }

  #printTrinary(node: Node): void {
    const [, first = nothing, second = nothing, third = nothing] = node.parts;
    if (isDesignated(node)) {
      this.#write('[');
      this.print(first);
      this.#write(' ... ');
      this.print(second);
      this.#write(']');
      return this.#printDesignatedValue(third);
    }
    this.#printOperand(first);
    this.#write('?');
    this.#printOperand(second);
    this.#write(' : ');
    this.#printOperand(third);
  }

  #printFold(node: Node): void {
    const [operator = nothing, first = nothing, second = nothing] = node.parts;
    const printOperator = (): void => (operator.kind === 'operator' ? this.#write(operator.text) : this.print(operator));
    this.#write('(');
    if (second === nothing && node.text === 'left') {
      this.#write('...');
      printOperator();
      this.#printOperand(first);
    } else {
      this.#printOperand(first);
      printOperator();
      this.#write('...');
      if (second !== nothing) {
        printOperator();
        this.#printOperand(second);
      }
    }
    this.#write(')');
  }

  #printLiteral(node: Node): void {
    const type = node.part(0);
    const name = type.kind === 'builtin' ? type.text : '';
    const suffix = literalSuffixes.get(name);
    if (suffix !== undefined) return this.#write(node.text + suffix);
    if (name === 'bool' && (node.text === '0' || node.text === '1')) return this.#write(node.text === '0' ? 'false' : 'true');
    if (name === 'decltype(nullptr)' && /^-?0?$/.test(node.text)) return this.print(type);
    this.#write('(');
    this.print(type);
    this.#write(floats.has(name) ? `)[${node.text}]` : `)${node.text}`);
  }

  #printRequires(node: Node): void {
    this.#write('requires');
    if (node.split > 0) {
      this.#write(' (');
      this.#printList(node.parts.slice(0, node.split));
      this.#write(')');
    }
    this.#write(' {');
    for (let i = node.split; i < node.parts.length; i++) this.print(node.parts[i]!);
    this.#write(' }');
  }
}

/** Whether it is a part of a designated initializer: `.a=1`, `[2]=3`, `[2 ... 5]=3`. */
function isDesignated(node: Node): boolean {
  const operator = node.part(0);
  if (operator.kind !== 'operator') return false;
  if (node.kind === 'binary') return operator.text === ']=' || (operator.text === '=' && node.part(1).kind !== 'literal');
  return node.kind === 'trinary' && operator.text === '[...]=';
}

/** Whether nothing of it shows in a list: an empty pack, or an expansion of one. */
function isEmpty(node: Node): boolean {
  switch (node.kind) {
    case 'pack':
      return node.parts.every(isEmpty);
    case 'list':
      return node.parts.length === 0;
    case 'expansion':
      return node.pack !== undefined && isEmpty(node.part(0));
    default:
      return false;
  }
}
