import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {join} from 'node:path';
import {test} from 'node:test';
import {promisify} from 'node:util';

/** Leaves behind about as much as a large profile does, which nobody holds, calls, and says how much of it had been collected before and is at the end. */
const program = `
  import {callCollector} from './src/engine/call-collector.ts';
  const megabytes = 50;
  let collected = 0;
  const registry = new FinalizationRegistry(() => collected++);
  (() => {
    for (let i = 0; i < megabytes; i++) registry.register(new ArrayBuffer(2 ** 20), '');
  })();
  const turn = () => new Promise((resolve) => setTimeout(resolve, 20));
  for (let i = 0; i < 10; i++) await turn();
  const before = collected;
  callCollector();
  while (collected < megabytes) await turn();
  console.log(before, collected);
`;

test('what a large profile left behind is collected after one call, though nothing else asks for memory', {timeout: 120_000}, async (context) => {
  // Else the collector comes by itself, some seconds after all is quiet.
  const quiet = ['--no-memory-reducer', '--import', 'tsx', '--input-type=module', '--eval', program];
  const {stdout} = await promisify(execFile)(process.execPath, quiet, {cwd: join(import.meta.dirname, '../..'), signal: context.signal});
  assert.equal(stdout, '0 50\n');
});
