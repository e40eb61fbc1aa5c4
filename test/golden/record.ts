import {spawnSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {GoldenCase} from './golden-case.js';

// `npm run goldens` asks the pprof that is installed each line of cases.json and of
// pairs.json again and writes down what it says. What changed is read before it is committed.

const folder = import.meta.dirname;
const [program, ...before] = process.env['PPROF'] === undefined ? ['go', 'tool', 'pprof'] : [process.env['PPROF']];
const asked = (words: readonly string[]) => spawnSync(program!, [...before, ...words], {
  cwd: join(folder, '..'), encoding: 'utf8', maxBuffer: 1 << 26,
  // Nothing of this machine may get into the answers.
  env: {...process.env, TZ: 'UTC', PPROF_BINARY_PATH: '/nonexistent'},
});

if (asked(['-help']).error !== undefined) {
  console.error(`${program} is not here: install Go, or say where pprof is with PPROF=/path/to/pprof`);
  process.exitCode = 1;
} else {
  for (const file of ['cases.json', 'pairs.json']) {
    const path = join(folder, file);
    const cases = JSON.parse(readFileSync(path, 'utf8')) as GoldenCase[];
    let changed = 0;
    const answers = cases.map((golden): GoldenCase => {
      const {stdout, status} = asked(golden.args);
      if (stdout !== golden.stdout || status !== golden.exit) changed++;
      return {args: golden.args, exit: status ?? 1, stdout};
    });
    writeFileSync(path, `[\n${answers.map((golden) => JSON.stringify(golden)).join(',\n')}\n]\n`);
    console.log(`${changed} of ${cases.length} answers in ${file} changed`);
  }
}
