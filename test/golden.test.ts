import assert from 'node:assert/strict';
import {cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {encodeProfile} from '../src/profile/encode.js';
import {decodeProfile} from './helpers/decode-profile.js';
import type {GoldenCase} from './golden/golden-case.js';
import {runReport} from './report-command.js';

// pprof's times were printed in UTC.
process.env['TZ'] = 'UTC';

const profiles = join(import.meta.dirname, 'profiles');
const cases = ['cases.json', 'pairs.json'].flatMap((file) => JSON.parse(readFileSync(join(import.meta.dirname, 'golden', file), 'utf8')) as GoldenCase[]);

// Every case is asked of profiles that went through our decoder and our encoder
// before, so that the codec is held to pprof by all of them.
const copies = mkdtempSync(join(tmpdir(), 'icicle-golden-'));
after(() => rmSync(copies, {recursive: true}));
cpSync(join(profiles, 'src'), join(copies, 'src'), {recursive: true});
for (const entry of readdirSync(profiles, {withFileTypes: true})) {
  if (!entry.isFile()) continue;
  const bytes = readFileSync(join(profiles, entry.name));
  // The formats before profile.proto are read as they are.
  writeFileSync(join(copies, entry.name), /\.pb(?:\.gz)?$/.test(entry.name) ? encodeProfile(decodeProfile(bytes)) : bytes);
}

for (const profile of new Set(cases.map(profileOf))) {
  const own = cases.filter((golden) => profileOf(golden) === profile);
  test(`${profile} reads as pprof prints it, in ${own.length} reports`, async () => {
    for (const {args, exit, stdout} of own) {
      const asked = args.map((word) => word.replace(/(^|=)profiles\//, `$1${copies}/`));
      const {output, exit: ours} = await runReport(asked, () => {});
      assert.equal(typeof output === 'string' ? output.replaceAll(copies, 'profiles') : output, stdout, `pprof ${args.join(' ')}`);
      assert.equal(ours === 0, exit === 0, `exit status of pprof ${args.join(' ')}`);
    }
  });
}

function profileOf({args}: GoldenCase): string {
  return args.at(-1)!.replace(/^profiles\//, '');
}
