import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Failure} from '../../src/base/failure.js';
import {MemoryLibrary} from '../../src/store/memory-library.js';

async function bytesOf(library: MemoryLibrary<{id: string; openedMillis: number}>, id: string): Promise<number[]> {
  return [...new Uint8Array(await new Response(await library.read(id)).arrayBuffer())];
}

test('what is read may be moved away, and is there when it is read again', async () => {
  const library = new MemoryLibrary();
  const bytes = new Uint8Array([1, 2, 3]);
  await library.put({id: 'a', openedMillis: 1}, bytes);
  structuredClone(bytes, {transfer: [bytes.buffer]});
  const {value} = await (await library.read('a')).getReader().read();
  structuredClone(value, {transfer: [value!.buffer]});
  assert.deepEqual(await bytesOf(library, 'a'), [1, 2, 3]);
});

test('past its room the profile that was opened longest ago goes', async () => {
  const library = new MemoryLibrary();
  for (const [id, openedMillis] of [['new', 3], ['old', 1], ['newest', 4]] as const) {
    await library.put({id, openedMillis}, new Uint8Array(100 * 2 ** 20));
  }
  assert.deepEqual((await library.list()).map(({id}) => id), ['newest', 'new']);
});

test('a library that only stands in keeps the profile and says why it will be lost', async () => {
  const library = new MemoryLibrary(new Failure('store-refused', 'a private window'));
  await assert.rejects(library.put({id: 'a', openedMillis: 1}, new Uint8Array([7])), /a private window/);
  assert.deepEqual(await bytesOf(library, 'a'), [7]);
});
