import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {test} from 'node:test';
import type {Failure} from '../../src/base/failure.js';
import {readProfile} from '../../src/profile/open.js';

const file = await readFile('test/profiles/go1.24.cpu.pb.gz');
const answer = JSON.stringify({total: '261', filtered: '0', pprof: file.toString('base64')});

test('the profile in an answer of Parca is read as the file that it holds', async () => {
  const [inside, alone] = [await readProfile(new Blob([answer]), {goText: true}), await readProfile(new Blob([new Uint8Array(file)]))];
  assert.deepEqual([inside.samples.length, inside.sampleTypes], [alone.samples.length, alone.sampleTypes]);
  assert.equal(inside.samples.values[1]!.number(0), alone.samples.values[1]!.number(0));
});

test('pprof refuses such an answer, and so does what reads as pprof does', async () => {
  await assert.rejects(readProfile(new Blob([answer])), (error: Failure) => error.details.pprof === 'parsing profile: unrecognized profile format');
});

for (const [what, text] of [['no profile', '{"total": "1"}'], ['no base64', '{"pprof": "%"}'], ['a profile that is none', '{"pprof": 3}'], ['no end', '{"pprof": "H4sI']] as const) {
  test(`JSON with ${what} is not a profile`, async () => {
    await assert.rejects(readProfile(new Blob([text]), {goText: true}), {code: /^(not-a-profile|other-format)$/});
  });
}
