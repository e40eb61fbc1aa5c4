import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {basename, join} from 'node:path';
import {gunzipSync} from 'node:zlib';
import type {GoldenCase} from './golden-case.js';

// `node --import tsx test/golden/extract.ts GOLDENS` makes cases.json anew from a
// folder of pprof's answers (cases.jsonl.gz): those over our own profiles in
// test/profiles whose text is short, so that a bare clone is held to pprof too.

interface Recorded {
  readonly profile: string;
  readonly set: string;
  readonly args: readonly string[];
  readonly exit: number;
  readonly stdout: string;
  /** Other answers that pprof gave; such a case says nothing about us. */
  readonly alts?: readonly string[];
  /** There where the answer was too long to keep. */
  readonly sha?: string;
}

const profiles = join(import.meta.dirname, '..', 'profiles');
const longest = 1000;
/** A graph says more about itself than a table. */
const longestGraph = 2500;
/** Bytes are compared by meaning elsewhere. */
const leftOut = /^(?:proto|topproto|weblist|disasm)|-(?:proto|topproto)$/;

const [goldens] = process.argv.slice(2);
if (goldens === undefined) throw new Error('say where the goldens are');
const recorded = gunzipSync(readFileSync(join(goldens, 'cases.jsonl.gz'))).toString().trim().split('\n');
const cases: GoldenCase[] = [];
for (const line of recorded) {
  const {set, args, exit, stdout, alts, sha} = JSON.parse(line) as Recorded;
  if (leftOut.test(set) || alts !== undefined || sha !== undefined || stdout.length > (set.includes('dot') ? longestGraph : longest)) continue;
  // A profile is named by its path below /P; ours are those we made or recorded.
  const paths = args.flatMap((word) => /(?:^|=)\/P\/(.*)$/.exec(word)?.[1] ?? []);
  const isHere = (path: string) => (/^(?:captured|synthetic)\/[^/]+$/.test(path) ? existsSync(join(profiles, basename(path))) : /^captured\/src\/capture/.test(path));
  if (!paths.every(isHere)) continue;
  // What pprof leaves to chance, and what we do not copy: see test/README.md.
  if (set === 'dot-call_tree' || args.at(-1) === '/P/synthetic/names.pb.gz' && /^dot-(?:addresses|files|lines)$/.test(set)) continue;
  cases.push({args: args.map((word) => word.replace(/(^|=)\/P\/(?:captured|synthetic)\//, '$1profiles/')), exit, stdout: stdout.replaceAll(/\/P\/(?:captured|synthetic)\//g, 'profiles/')});
}
writeFileSync(join(import.meta.dirname, 'cases.json'), `[\n${cases.map((golden) => JSON.stringify(golden)).join(',\n')}\n]\n`);
console.log(`${cases.length} cases`);
