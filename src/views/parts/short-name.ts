import {shownName} from '../../base/shown-name.js';

/** No label is longer, so that a name of a megabyte costs what others cost. */
const longest = 300;

/**
 * What a box may be called, from the longest to the shortest.
 *
 *   encoding/json.(*encodeState).marshal   json.(*encodeState).marshal, (*encodeState).marshal, marshal
 *   main.handler.func2.1                   main.handler.func2.1, handler.func2.1
 *   std::vector<int>::push_back(int&&)     std::vector<int>::push_back(int&&), std::vector::push_back, vector::push_back, push_back
 *   com.example.Cart.add                   Cart.add, add
 *   main.work /src/app/main.go:12          main.work main.go:12, work main.go:12, work
 *
 * A closure keeps the function that it stands in, since `1` alone says nothing.
 */
export function shortNames(name: string): readonly string[] {
  const [whole, place] = splitPlace(shownName(name.slice(0, longest)).slice(0, longest));
  const shown = withoutFolders(whole.replaceAll('(anonymous namespace)::', ''));
  const parts = splitParts(withoutArguments(shown));
  const first = firstToKeep(parts);
  const names: string[] = [];
  const add = (text: string) => {
    if (text !== '' && !names.includes(text)) names.push(text);
  };
  const full = first > 0 && isJava(parts) ? joinParts(parts, javaClass(parts)) : shown;
  add(full + place);
  const bare = joinParts(parts, 0);
  if (full === shown && bare.length < shown.length) add(bare + place);
  for (let index = 1; index <= first; index++) {
    const text = joinParts(parts, index);
    if (text.length < full.length) add(text + place);
  }
  add(joinParts(parts, first));
  return names.length === 0 ? [whole] : names;
}

interface Part {
  readonly text: string;
  /** What stands before it: `.`, `::` or nothing. */
  readonly before: string;
}

/** A name of granularity `lines` or `files` ends in a path; of that the last part is enough. */
function splitPlace(name: string): [string, string] {
  const space = name.lastIndexOf(' ');
  if (space <= 0) return [name, ''];
  const path = name.slice(space + 1);
  if (!/[/\\]|\.\w+(:\d+){0,2}$/.test(path) || /[()<>]/.test(path)) return [name, ''];
  return [name.slice(0, space), ` ${path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)}`];
}

/** Without the folders of an import path, and without the major version that ends it. */
function withoutFolders(name: string): string {
  const bracket = name.search(/[([<{ ]/);
  const end = bracket < 0 ? name.length : bracket;
  let slash = name.lastIndexOf('/', end);
  if (slash < 0 || slash === name.length - 1) return name;
  const version = /^v\d+(?=[.])/.exec(name.slice(slash + 1, slash + 12));
  if (version === null) return name.slice(slash + 1);
  const rest = name.slice(slash + 1 + version[0].length);
  const last = slash;
  slash = name.lastIndexOf('/', last - 1);
  return name.slice(slash + 1, last) + rest;
}

/** Without template arguments, parameters, and what comes before the name (a return type). */
function withoutArguments(name: string): string {
  if (!name.includes('::') && !/[\w>]\(/.test(name)) return name;
  let text = '';
  let depth = 0;
  for (let index = 0; index < name.length; index++) {
    const char = name[index]!;
    if (depth === 0 && name.startsWith('operator', index) && !/\w/.test(name[index - 1] ?? ' ')) {
      const symbol = /^operator(\(\)|\[\]|[^\w\s(]+|\s+\w+(\[\])?)/.exec(name.slice(index, index + 40));
      if (symbol !== null) {
        text += symbol[0];
        index += symbol[0].length - 1;
        continue;
      }
    }
    if (char === '<' || char === '(') depth++;
    else if ((char === '>' && name[index - 1] !== '-') || char === ')') depth = Math.max(0, depth - 1);
    else if (depth === 0) text += char;
  }
  // A name that is nothing but brackets, as `<init>` or `(anonymous)`.
  if (!/\w/.test(text)) return name;
  const trimmed = text.replace(/( const| \[clone .*)?\s*$/, '');
  const space = /operator/.test(trimmed) ? -1 : trimmed.lastIndexOf(' ');
  return trimmed.slice(space + 1) || name;
}

/** Cuts at each `.` and `::` outside of brackets. */
function splitParts(name: string): Part[] {
  const parts: Part[] = [];
  let depth = 0;
  let start = 0;
  let before = '';
  const cut = (end: number, separator: string) => {
    if (end > start || separator !== '') parts.push({text: name.slice(start, end), before});
    before = separator;
    start = end + separator.length;
  };
  for (let index = 0; index < name.length; index++) {
    const char = name[index]!;
    if ('([{<'.includes(char)) depth++;
    else if (')]}>'.includes(char)) depth = Math.max(0, depth - 1);
    else if (depth > 0) continue;
    else if (char === '.' && index > start) cut(index, '.');
    else if (char === ':' && name[index + 1] === ':') {
      cut(index, '::');
      index++;
    }
  }
  cut(name.length, '');
  return parts;
}

/** The row of the part that the shortest name begins with. */
function firstToKeep(parts: readonly Part[]): number {
  let first = parts.length - 1;
  while (first > 0 && /^(func\d+|\d+|gowrap\d+|deferwrap\d+|init|-?fm|\{\{closure\}\}|\{closure#\d+\}|\$?_?\d+|lambda.*|<.*>)$/.test(parts[first]!.text)) first--;
  return Math.max(0, first);
}

/** `com.example.Cart.add`: folders in lower case, a class, a method. */
function isJava(parts: readonly Part[]): boolean {
  if (parts.length < 4 || parts.some(({before}) => before === '::')) return false;
  const type = javaClass(parts);
  return type >= 2 && parts.slice(0, type).every(({text}) => /^[a-z]\w*$/.test(text));
}

function javaClass(parts: readonly Part[]): number {
  return parts.findIndex(({text}) => /^[A-Z][\w$]*$/.test(text));
}

function joinParts(parts: readonly Part[], from: number): string {
  let text = '';
  for (let index = from; index < parts.length; index++) text += (index === from ? '' : parts[index]!.before) + parts[index]!.text;
  return text;
}
