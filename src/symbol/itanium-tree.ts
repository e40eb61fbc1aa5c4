/** Why a name stays mangled: it is not one, or reading it would cost more than any real name costs. */
export class Unreadable extends Error {}

/**
 * What may still be spent on reading names. A name of 100 characters can stand for
 * 2^100 characters of text, so every step of parsing, rewriting and printing is
 * paid for here.
 */
export class Effort {
  constructor(public steps: number) {}

  /** Pays one step; throws `Unreadable` when there is none left. */
  spend(): void {
    if (--this.steps < 0) throw new Unreadable();
  }
}

/**
 * Deepest nesting of nodes, and of calls over them. Real names stay below 200; the
 * recursion over 500 levels fits half of the smallest stack that browsers give.
 */
export const deepest = 500;

/**
 * What a node is. Its parts follow in brackets, where they are more than "the thing
 * that it wraps"; `nothing` stands for a part that is not there.
 */
export type Kind =
  | 'nothing'
  // Names. text: the characters; number: which one of its scope.
  | 'name' | 'unnamed' | 'operator' | 'cast'
  | 'qualified' // [scope, name]
  | 'local' // [function, name]
  | 'template' // [name, ...arguments]
  | 'constructor' // [name, base or nothing]
  | 'destructor' | 'tagged' // [name, tag]
  | 'bindings' // [...names]
  | 'closure' // [requires of the template or nothing, requires of the call or nothing, ...template parameters (split of them), ...types]
  | 'defaultArgument' // number: counted from 0, from the last
  | 'moduleName' // [parent or nothing, name], text: '.' or ':'
  | 'moduleEntity' // [module, name]
  // Declarations
  | 'typed' // [name, type]
  | 'prefixed' // text: what is said before the part
  | 'constructionVtable' // [base, derived]
  | 'clone' // text: the suffix
  | 'enableIf' // [type, ...arguments]
  | 'constraint' // [name, requires]
  // Types
  | 'builtin' | 'float' // number: bits
  | 'qualifiers' // [...qualifier]
  | 'qualifier' // [...expressions], text
  | 'cv' // [type, qualifiers]
  | 'method' // [function or name, qualifiers or nothing], text: '', '&' or '&&'
  | 'pointer' | 'reference' | 'rvalue' | 'complex' | 'suffixed' // text: what is said after the part
  | 'transformed' | 'elaborated' | 'fixed' | 'bitInt' // text: what is said before the part
  | 'vendor' // [qualifier, type]
  | 'array' // [dimension, element]
  | 'vector' // [dimension, element]
  | 'function' // [return or nothing, ...parameters], number: 1 for the scope of a local name
  | 'member' // [class, type]
  | 'decltype'
  // Template parameters
  | 'parameter' // number: which of `scope`
  | 'auto' | 'functionParameter' // number
  | 'pack' // [...arguments]
  | 'expansion' // `pack` is what it expands, if that is known
  | 'qualifiedArgument' // [parameter, argument]
  | 'typeParameter' | 'parameterPack'
  | 'constrainedParameter' // [name, constraint]
  | 'valueParameter' // [name, type]
  | 'templateParameter' // [name, constraint or nothing, ...parameters]
  // Expressions
  | 'count' | 'argumentCount' // [...arguments]
  | 'nullary' | 'unary' // [operator, operand], text: '', 'suffix' or 'type'
  | 'binary' // [operator, left, right]
  | 'trinary' // [operator, first, second, third]
  | 'fold' // [operator, first, second or nothing], text: 'left' or 'right'
  | 'subobject' // [type, expression], number: offset
  | 'memberCast' // [type, expression]
  | 'new' // [placement or nothing, type, initializer or nothing]
  | 'literal' // [type], text
  | 'stringLiteral' | 'lambda' | 'list' // [...expressions]
  | 'initializer' // [type or nothing, list]
  | 'requires' // [...parameters (split of them), ...requirements]
  | 'expressionRequirement' // [expression, type or nothing], text: '' or 'noexcept'
  | 'typeRequirement' | 'nestedRequirement';

/** The arguments that a template parameter is looked up in. A list may grow while its template is read. */
export type Arguments = readonly Node[];

/** A piece of a demangled name. Nodes are shared and never written to, but for `scope`. */
export class Node {
  readonly depth: number;
  /** Whether a template parameter is in here: it may have to be bound, or bound anew. */
  readonly open: boolean;
  /** Whether `simplify` may find something in here. */
  readonly reducible: boolean;
  /** Of a 'parameter': the arguments it picks from; set late where they come after it (conversion operators). */
  scope: Arguments | undefined;
  readonly pack: Node | undefined;
  readonly split: number;

  constructor(
    readonly kind: Kind,
    readonly parts: readonly Node[] = [],
    readonly text = '',
    readonly number = 0,
    more: {readonly scope?: Arguments | undefined; readonly pack?: Node | undefined; readonly split?: number} = {},
  ) {
    this.scope = more.scope;
    this.pack = more.pack;
    this.split = more.split ?? 0;
    let depth = 0;
    let open = kind === 'parameter' || kind === 'auto';
    let reducible = kind === 'parameter' || this.pack !== undefined;
    for (const part of parts) {
      if (part.depth > depth) depth = part.depth;
      open ||= part.open;
      reducible ||= part.reducible;
    }
    this.depth = depth + 1;
    this.open = open;
    this.reducible = reducible || folds(kind, parts);
    if (this.depth > deepest) throw new Unreadable();
  }

  part(index: number): Node {
    return this.parts[index] ?? nothing;
  }

  /** Of a 'template': what stands between < and >. */
  get arguments(): Arguments {
    return this.parts.slice(1);
  }

  with(parts: readonly Node[]): Node {
    return new Node(this.kind, parts, this.text, this.number, this);
  }
}

export const nothing = new Node('nothing');

function folds(kind: Kind, parts: readonly Node[]): boolean {
  const inner = kind === 'array' ? parts[1]?.kind : parts[0]?.kind;
  switch (kind) {
    case 'array':
      return inner === 'cv';
    case 'method':
      return inner === 'method' || inner === 'cv';
    case 'cv':
      return inner === 'function' || inner === 'cv' || inner === 'method';
    case 'reference':
    case 'rvalue':
      return inner === 'reference' || inner === 'rvalue';
    default:
      return false;
  }
}

/** How a tree is made into another. */
export interface Rewriting {
  /** Whether `node` stays what it is, with all that is below it. Asked on the way down. */
  keeps(node: Node): boolean;
  /** What stands in place of `node`, whose parts are rewritten already. `node` where nothing changes. */
  replacement(node: Node): Node;
}

/** Gives `node` itself where nothing in it changes, so that sameness of nodes lasts. */
export function rewrite(node: Node, rewriting: Rewriting, effort: Effort): Node {
  effort.spend();
  if (rewriting.keeps(node)) return node;
  let parts: Node[] | undefined;
  for (let i = 0; i < node.parts.length; i++) {
    const part = node.parts[i]!;
    if (part === nothing) continue;
    const changed = rewrite(part, rewriting, effort);
    if (changed === part) continue;
    parts ??= [...node.parts];
    // pprof's library leaves the type behind a vendor qualifier as it was (ast.go, VendorQualifier).
    parts[i] = node.kind === 'vendor' && i === 1 ? part : changed;
  }
  return rewriting.replacement(parts === undefined ? node : node.with(parts));
}

/**
 * Puts arguments in place of template parameters, expands packs, and folds what C++
 * folds: `T& &&` is `T&`, const of const is const, an array of const is a const array.
 *
 * A node that is met twice is folded at the first place only, as in pprof's library:
 * what was the same node stays the same node, and pack expansion goes by sameness.
 */
export function simplify(node: Node, effort: Effort): Node {
  if (!node.reducible) return node;
  const seen = new Set<Node>();
  return rewrite(node, {
    keeps: (candidate) => {
      if (!candidate.reducible || seen.has(candidate)) return true;
      seen.add(candidate);
      return false;
    },
    replacement: (candidate) => (candidate.reducible ? folded(candidate, effort) : candidate),
  }, effort);
}

function folded(node: Node, effort: Effort): Node {
  const inner = node.part(0);
  switch (node.kind) {
    case 'parameter':
      return node.scope?.[node.number] ?? node;
    case 'method':
      if (inner.kind === 'method') {
        const ref = node.text === '' || inner.text === '' ? node.text + inner.text : node.text === '&' ? '&' : inner.text;
        return new Node('method', [inner.part(0), mergeQualifiers(node.part(1), inner.part(1))], ref);
      }
      if (inner.kind === 'cv') return new Node('method', [inner.part(0), mergeQualifiers(node.part(1), inner.part(1))], node.text);
      return node;
    case 'cv':
      if (inner.kind === 'function') return new Node('method', [inner, node.part(1)]);
      if (inner.kind === 'cv') return new Node('cv', [inner.part(0), mergeQualifiers(node.part(1), inner.part(1))]);
      if (inner.kind === 'method') return new Node('method', [inner.part(0), mergeQualifiers(node.part(1), inner.part(1))], inner.text);
      return node;
    case 'reference':
      if (inner.kind === 'reference') return inner;
      return inner.kind === 'rvalue' ? new Node('reference', [inner.part(0)], '&') : node;
    case 'rvalue':
      return inner.kind === 'rvalue' || inner.kind === 'reference' ? inner : node;
    case 'array': {
      const element = node.part(1);
      return element.kind === 'cv' ? new Node('cv', [new Node('array', [inner, element.part(0)]), element.part(1)]) : node;
    }
    case 'expansion':
      return node.pack === undefined ? node : new Node('list', node.pack.parts.map((argument) => expanded(inner, node.pack!, argument, effort)));
    default:
      return node;
  }
}

/** `pattern` with `argument` in place of the first `pack`. */
function expanded(pattern: Node, pack: Node, argument: Node, effort: Effort): Node {
  const seen = new Set<Node>();
  const copy = rewrite(pattern, {
    keeps: (node) => {
      if (node.kind === 'expansion' || seen.has(node)) return true;
      seen.add(node);
      return false;
    },
    replacement: (node) => (node === pack ? argument : node),
  }, effort);
  return simplify(copy, effort);
}

/** Both lists without repeats, `outer` first; those with an expression are kept each. */
export function mergeQualifiers(outer: Node, inner: Node): Node {
  if (outer === nothing) return inner;
  if (inner === nothing) return outer;
  const merged = [...outer.parts];
  const names = new Set(merged.filter((qualifier) => qualifier.parts.length === 0).map((qualifier) => qualifier.text));
  for (const qualifier of inner.parts) {
    if (qualifier.parts.length > 0) merged.push(qualifier);
    else if (!names.has(qualifier.text)) {
      names.add(qualifier.text);
      merged.push(qualifier);
    }
  }
  return new Node('qualifiers', merged);
}

/** Calls `visit` with `node` and what is below it; not below a node where it gives false. Each node once. */
export function walk(node: Node, visit: (node: Node) => boolean, effort: Effort): void {
  const seen = new Set<Node>();
  const go = (at: Node): void => {
    effort.spend();
    if (seen.has(at)) return;
    seen.add(at);
    if (!visit(at)) return;
    // Qualifiers hold expressions at most, and pprof's library does not look there.
    const parts = at.kind === 'cv' || at.kind === 'method' ? 1 : at.parts.length;
    for (let i = 0; i < parts; i++) go(at.parts[i]!);
  };
  go(node);
}
