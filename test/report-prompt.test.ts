import assert from 'node:assert/strict';
import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {PassThrough, Readable} from 'node:stream';
import {test} from 'node:test';
import {runPrompt, runReport} from './report-command.js';

const cpu = join(import.meta.dirname, 'profiles/go1.24.cpu.pb.gz');

/** What the prompt over `words` says to `lines`. */
async function session(words: readonly string[], lines: readonly string[]): Promise<{exit: number; printed: string; said: string}> {
  const [output, error] = [new PassThrough(), new PassThrough()];
  const exit = await runPrompt(words, {input: Readable.from([lines.join('\n')]), output, error});
  return {exit, printed: String(output.read() ?? ''), said: String(error.read() ?? '')};
}

test('the prompt in a terminal answers line by line until it is left', async () => {
  const {exit, printed, said} = await session(['-focus=Hash', cpu], ['top5', 'tpo', 'web', 'quit', 'top']);
  const {output} = await runReport(['-top', '-nodecount=5', '-focus=Hash', '-compact_labels', cpu], () => {});
  const answers = printed.split('(pprof) ');
  assert.equal(answers.length, 5);
  assert.equal(answers[1], output);
  assert.deepEqual(answers.slice(2), ['', '', '']);
  assert.deepEqual(said.split('\n').map((line) => line.split(/[:;] /)[0]), ['unrecognized command', 'web is a view of the page', '']);
  assert.equal(exit, 0);
});

test('the prompt ends with its input, also in the middle of a line', async () => {
  const {printed} = await session([cpu], ['tags']);
  assert.equal(printed.split('(pprof) ').length, 3);
});

test('a file that a line names is written', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'icicle-prompt-'));
  const {said} = await session([cpu], [`top3 >${join(folder, 'top.txt')}`, 'top >/nowhere/at/all']);
  assert.deepEqual(readdirSync(folder), ['top.txt']);
  const {output} = await runReport(['-top', '-nodecount=3', '-compact_labels', cpu], () => {});
  assert.equal(readFileSync(join(folder, 'top.txt'), 'utf8'), output);
  assert.match(said, /Generating report in .*top\.txt\nGenerating report in \/nowhere\/at\/all\nENOENT/);
  rmSync(folder, {recursive: true});
});

test('a profile that cannot be read is said, and there is no prompt', async () => {
  const {exit, printed} = await session(['nowhere.pb.gz'], ['top']);
  assert.deepEqual([exit, printed], [2, '']);
});
