import assert from 'node:assert/strict';
import {existsSync, readFileSync} from 'node:fs';
import {test} from 'node:test';
import {Failure} from '../../src/base/failure.js';
import {readProfile} from '../../src/profile/open.js';
import {decodeProfile} from '../helpers/decode-profile.js';
import {hostileCases} from './cases.js';

/** What pprof would print after the file's name, '' where it opens. */
function verdict(open: () => unknown): string {
  try {
    open();
    return '';
  } catch (error) {
    return spoken(error);
  }
}

function spoken(error: unknown): string {
  assert.ok(error instanceof Failure, `not a Failure: ${error instanceof Error ? error.stack : String(error)}`);
  assert.match(error.message, /^the file (is|ends|goes|contradicts|holds) /);
  return error.details.pprof ?? error.message;
}

for (const {name, bytes, pprof} of hostileCases()) {
  test(`pprof's verdict on ${name} is ours`, async () => {
    assert.equal(verdict(() => decodeProfile(bytes)), pprof);
    assert.equal(await readProfile(new Blob([bytes as Uint8Array<ArrayBuffer>])).then(() => '', spoken), pprof);
  });
}

test('a profile is the same however its bytes are cut', async () => {
  const [whole] = hostileCases();
  const read = async (size: number): Promise<number[]> => {
    async function* pieces(): AsyncGenerator<Uint8Array> {
      for (let at = 0; at < whole!.bytes.length; at += size) yield whole!.bytes.subarray(at, at + size);
    }
    const {samples, locations, strings} = await readProfile(pieces());
    return [samples.length, samples.values[1]!.number(0), locations.address.number(1), strings.length];
  };
  for (const size of [1, 2, 3, 7, 64]) assert.deepEqual(await read(size), [1, 10_000_000, 0x1020, 12], `pieces of ${size}`);
});

const corpus = new URL('../../../shared/hostile/', import.meta.url);
if (existsSync(corpus)) {
  const rows = readFileSync(new URL('verdicts.tsv', corpus), 'utf8').trim().split('\n').slice(1).map((row) => row.split('\t'));
  for (const [file = '', expected = '', says = ''] of rows) {
    test(`pprof's verdict on ${file} of the shared corpus is ours`, async () => {
      const bytes = readFileSync(new URL(file, corpus));
      const said = await readProfile(new Blob([bytes])).then(() => '', spoken);
      assert.equal(said, expected === 'accept' ? '' : says.replace(`${file}: `, ''));
    });
  }
}
