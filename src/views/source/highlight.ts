/** A run of a line, by what it is. */
export interface Token {
  readonly kind: 'plain' | 'word' | 'text' | 'number' | 'comment';
  readonly text: string;
}

interface Language {
  readonly comment: readonly (readonly [start: string, end: string])[];
  /** Quotes, with what stands before the next quote to keep it from ending; `multiline` runs over the end of a line. */
  readonly quotes: readonly {readonly start: string; readonly end: string; readonly escape: boolean; readonly multiline: boolean}[];
  readonly words: ReadonlySet<string>;
}

const quote = (start: string, {escape = true, multiline = false, end = start} = {}) => ({start, end, escape, multiline});
const cComments = [['//', '\n'], ['/*', '*/']] as const;
const cWords = 'break case char const continue default do double else enum extern float for goto if inline int long register return short signed sizeof static struct switch typedef union unsigned void volatile while bool true false';

const go: Language = {
  comment: cComments,
  quotes: [quote('"'), quote('\''), quote('`', {escape: false, multiline: true})],
  words: wordsOf('break case chan const continue default defer else fallthrough for func go goto if import interface map package range return select struct switch type var nil true false iota'),
};
const c: Language = {comment: cComments, quotes: [quote('"'), quote('\'')], words: wordsOf(cWords)};
const cpp: Language = {
  ...c,
  words: wordsOf(`${cWords} alignas alignof and asm auto catch class concept constexpr const_cast consteval constinit co_await co_return co_yield decltype delete dynamic_cast explicit export final friend mutable namespace new noexcept not nullptr operator or override private protected public reinterpret_cast requires static_assert static_cast template this throw try typeid typename using virtual xor`),
};
const java: Language = {
  comment: cComments,
  quotes: [quote('"""', {multiline: true}), quote('"'), quote('\'')],
  words: wordsOf('abstract assert boolean break byte case catch char class const continue default do double else enum extends final finally float for if implements import instanceof int interface long native new null package private protected public record return sealed short static super switch synchronized this throw throws transient true false try var void volatile while yield val fun when object'),
};
const script: Language = {
  comment: cComments,
  quotes: [quote('`', {multiline: true}), quote('"'), quote('\'')],
  words: wordsOf('abstract as async await break case catch class const continue debugger declare default delete do else enum export extends false finally for from function get if implements import in instanceof interface keyof let new null of private protected public readonly return satisfies set static super switch this throw true try type typeof undefined var void while with yield'),
};
const python: Language = {
  comment: [['#', '\n']],
  quotes: [quote('"""', {multiline: true}), quote('\'\'\'', {multiline: true}), quote('"'), quote('\'')],
  words: wordsOf('False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda match nonlocal not or pass raise return try while with yield case'),
};
const rust: Language = {
  comment: cComments,
  // A single quote is a lifetime as often as a character, so it is left plain.
  quotes: [quote('"', {multiline: true})],
  words: wordsOf('as async await break const continue crate dyn else enum extern false fn for if impl in let loop match mod move mut pub ref return self Self static struct super trait true type union unsafe use where while'),
};

const byEnding = new Map<string, Language>([
  ...endings(go, 'go'), ...endings(c, 'c h'), ...endings(cpp, 'cc cpp cxx c++ hh hpp hxx inc ipp'), ...endings(java, 'java kt scala'),
  ...endings(script, 'js cjs mjs jsx ts cts mts tsx'), ...endings(python, 'py pyx pyi'), ...endings(rust, 'rs'),
]);

/** Lines that are longer stand as they are: what a program wrote, no person reads. */
const longestLine = 2000;
const mostLines = 60_000;

/**
 * The lines of a source file as runs of words, text, numbers and comments; undefined
 * for a language that is not known, and for a file that is too long to be read by a
 * person.
 *
 * One pass over the characters, no patterns on foreign text: it takes a time that
 * grows as the file does, whatever stands in it.
 */
export function highlight(lines: readonly string[], path: string): readonly (readonly Token[])[] | undefined {
  const language = byEnding.get(path.slice(path.lastIndexOf('.') + 1).toLowerCase());
  if (language === undefined || lines.length > mostLines) return undefined;
  const tokens: Token[][] = [];
  // What the line before has left open: where it ends, and what it is.
  let open: {readonly end: string; readonly escape: boolean; readonly kind: 'text' | 'comment'} | undefined;
  for (const line of lines) {
    const here: Token[] = [];
    tokens.push(here);
    if (line.length > longestLine) {
      here.push({kind: 'plain', text: line});
      continue;
    }
    let plainFrom = 0;
    const put = (kind: Token['kind'], from: number, to: number): void => {
      if (plainFrom < from) here.push({kind: 'plain', text: line.slice(plainFrom, from)});
      if (from < to) here.push({kind, text: line.slice(from, to)});
      plainFrom = to;
    };
    let at = 0;
    while (at < line.length) {
      if (open !== undefined) {
        const end = endOf(line, at, open.end, open.escape);
        put(open.kind, at, end < 0 ? line.length : end);
        if (end < 0) break;
        at = end;
        open = undefined;
        continue;
      }
      const comment = language.comment.find(([start]) => line.startsWith(start, at));
      if (comment !== undefined) {
        const [start, end] = comment;
        const to = end === '\n' ? line.length : endOf(line, at + start.length, end, false);
        put('comment', at, to < 0 ? line.length : to);
        if (to < 0) open = {end, escape: false, kind: 'comment'};
        at = to < 0 ? line.length : to;
        continue;
      }
      const quoted = language.quotes.find(({start}) => line.startsWith(start, at));
      if (quoted !== undefined) {
        const to = endOf(line, at + quoted.start.length, quoted.end, quoted.escape);
        put('text', at, to < 0 ? line.length : to);
        if (to < 0 && quoted.multiline) open = {end: quoted.end, escape: quoted.escape, kind: 'text'};
        at = to < 0 ? line.length : to;
        continue;
      }
      let to = at;
      while (to < line.length && isWordPart(line.charCodeAt(to))) to++;
      if (to === at) {
        at++;
        continue;
      }
      const first = line.charCodeAt(at);
      if (first >= 48 && first <= 57) put('number', at, to);
      else if (language.words.has(line.slice(at, to))) put('word', at, to);
      at = to;
    }
    put('plain', line.length, line.length);
  }
  return tokens;
}

/** Where a quote or comment ends, after its end; -1 where this line does not end it. */
function endOf(line: string, from: number, end: string, escape: boolean): number {
  for (let at = from; at < line.length; at++) {
    if (escape && line[at] === '\\') at++;
    else if (line.startsWith(end, at)) return at + end.length;
  }
  return -1;
}

function isWordPart(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95 || code > 127;
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.split(' '));
}

function endings(language: Language, text: string): [string, Language][] {
  return text.split(' ').map((ending) => [ending, language]);
}
