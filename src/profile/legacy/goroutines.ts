import type {Profile} from '../profile.js';
import {ProfileBuilder, type Label} from '../builder.js';
import {labelsOf} from './go-names.js';
import {Lines, unrecognized} from './lines.js';

const heading = /^goroutine (\d+)(?: [^[\]]*)? ?\[([^\]]*)\](?: (\{.*\}))?:$/;
const place = /^\t(.+):(\d+)(?: \+0x[0-9a-f]+)?(?: fp=.*)?$/;
const creator = /^created by (.+?)(?: in goroutine (\d+))?$/;

/** What the heading of a goroutine says between its brackets: `chan receive, 5 minutes, locked to thread`. */
export interface GoroutineState {
  readonly state: string;
  readonly waitMinutes: number;
  readonly locked: boolean;
}

/** Takes the words between the brackets apart. */
export function goroutineState(text: string): GoroutineState {
  const parts = text.split(', ');
  const wait = parts.find((part) => /^\d+ minutes?$/.test(part));
  return {
    state: parts.filter((part) => part !== wait && part !== 'locked to thread').join(', '),
    waitMinutes: wait === undefined ? 0 : Number.parseInt(wait, 10),
    locked: parts.includes('locked to thread'),
  };
}

/**
 * Go's full goroutine dump (`goroutine?debug=2`, or what a crash prints) as a
 * profile: one sample a goroutine, with its state, its wait in minutes, the
 * function and the line that created it, and its id as labels. pprof does not read
 * these, so only the page and `-go_text` do. Gives `unrecognized` where no goroutine
 * stands in the first lines.
 */
export function parseGoroutines(bytes: Uint8Array, onDump: () => void = () => {}): Profile | typeof unrecognized {
  const lines = new Lines(bytes);
  // A crash prints a few lines of its own before the first goroutine.
  while (lines.read() && !heading.test(lines.line)) if (lines.number > 20) return unrecognized;
  if (!heading.test(lines.line)) return unrecognized;
  onDump();
  const builder = new ProfileBuilder();
  builder.sampleTypes = [{type: 'goroutine', unit: 'count'}];
  builder.periodType = {type: 'goroutine', unit: 'count'};
  builder.period = 1n;
  const mapping = builder.mapping({limit: 2n ** 64n - 1n, hasFunctions: true, hasFilenames: true, hasLineNumbers: true});
  const locations = new Map<string, number>();
  const locate = (name: string, file: string, line: number): number => {
    const key = `${line} ${file}\n${name}`;
    let row = locations.get(key);
    if (row === undefined) {
      row = builder.location(mapping, 0n, [{function: builder.function_(name, name, file), line}]);
      locations.set(key, row);
    }
    return row;
  };
  while (heading.test(lines.line)) readGoroutine(lines, builder, locate);
  return builder.finish();
}

/** Reads one goroutine, from its heading to the next one or to the end. */
function readGoroutine(lines: Lines, builder: ProfileBuilder, locate: (name: string, file: string, line: number) => number): void {
  const [, id, bracket, json] = heading.exec(lines.line)!;
  const {state, waitMinutes, locked} = goroutineState(bracket!);
  const labels: Label[] = [{key: 'state', text: state}];
  if (waitMinutes > 0) labels.push({key: 'wait', number: waitMinutes, unit: 'minutes'});
  if (locked) labels.push({key: 'locked', text: 'to thread'});
  const stack: number[] = [];
  let name = '';
  let created: string | undefined;
  while (lines.read() && !heading.test(lines.line)) {
    const line = lines.line;
    const at = place.exec(line);
    if (at !== null) {
      // The place of the `go` statement is no frame of this goroutine.
      if (created !== undefined) labels.push({key: 'created at', text: `${at[1]!.slice(at[1]!.lastIndexOf('/') + 1)}:${at[2]!}`});
      else if (name !== '') stack.push(locate(name, at[1]!, Number(at[2])));
      name = '';
      continue;
    }
    const by = creator.exec(line);
    if (by !== null) {
      created = by[1]!;
      labels.push({key: 'created by', text: created});
      if (by[2] !== undefined) labels.push({key: 'creator', number: BigInt(by[2])});
      continue;
    }
    const open = line.lastIndexOf('(');
    name = open > 0 && line.endsWith(')') ? line.slice(0, open) : '';
  }
  labels.push({key: 'goroutine', number: BigInt(id!)});
  if (json !== undefined) labels.push(...labelsOf(json));
  builder.sample(stack, [1n], labels);
}
