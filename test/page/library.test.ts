import assert from 'node:assert/strict';
import {test} from 'node:test';
import {startLab, type Bench} from './lab.js';

declare const bench: Bench;

const lab = await startLab();

// First, since Chromium asks for the quota of an origin when it is first used.
test('where there is no room the library says so and stays what it was', async () => {
  const page = await lab.open();
  const session = await lab.browser.newCDPSession(page);
  await session.send('Storage.overrideQuotaForOrigin', {origin: new URL(lab.url).origin, quotaSize: 30 * 2 ** 20});
  const found = await page.evaluate(async () => {
    const library = await bench.openLibrary('quota');
    await library.put({id: 'small', openedMillis: 1}, new Uint8Array(1000));
    const large = new Uint8Array(60 * 2 ** 20);
    // Not zeros, which the database would pack.
    for (let at = 0; at < large.length; at += 65_536) crypto.getRandomValues(large.subarray(at, at + 65_536));
    const put = await bench.told(library.put({id: 'large', openedMillis: 2}, large));
    return {put, ids: (await library.list()).map(({id}) => id), read: await bench.told(library.read('large').then(() => 'there'))};
  });
  await session.send('Storage.overrideQuotaForOrigin', {origin: new URL(lab.url).origin});
  assert.equal('code' in found.put && found.put.code, 'store-full');
  assert.deepEqual(found.ids, ['small']);
  assert.equal('code' in found.read && found.read.code, 'unknown-profile');
  await page.close();
});

test('what was put comes back as it was after the page was closed, in chunks of at most 4 MiB', async () => {
  const first = await lab.open();
  await first.evaluate(async () => {
    const bytes = Uint8Array.from({length: 9 * 2 ** 20 + 5}, (_, i) => i % 251);
    const library = await bench.openLibrary<{id: string; openedMillis: number; name: string}>('chunks');
    await library.put({id: 'a', openedMillis: 1, name: 'nine'}, bytes);
  });
  await first.close();
  const second = await lab.open();
  const found = await second.evaluate(async () => {
    const library = await bench.openLibrary<{id: string; openedMillis: number; name: string}>('chunks');
    const reader = (await library.read('a')).getReader();
    const sizes: number[] = [];
    let right = true;
    let at = 0;
    for (;;) {
      const {done, value} = await reader.read();
      if (done) break;
      sizes.push(value.length);
      for (const byte of value) right &&= byte === at++ % 251;
    }
    return {sizes, right, list: await library.list(), refusal: library.refusal};
  });
  assert.deepEqual(found, {
    sizes: [4 * 2 ** 20, 4 * 2 ** 20, 2 ** 20 + 5], right: true, list: [{id: 'a', openedMillis: 1, name: 'nine'}], refusal: undefined,
  });
  await second.close();
});

test('a note changes what is written beside the bytes, and forgetting takes both', async () => {
  const page = await lab.open();
  const found = await page.evaluate(async () => {
    const library = await bench.openLibrary<{id: string; openedMillis: number; note: string}>('notes');
    for (const [id, openedMillis] of [['a', 1], ['b', 3], ['c', 2]] as const) await library.put({id, openedMillis, note: ''}, new Uint8Array([1]));
    await library.annotate('c', {note: 'slow', openedMillis: 4});
    await library.annotate('nobody', {note: 'x'});
    await library.forget('b');
    return {list: await library.list(), read: await bench.told(library.read('b')), got: await library.get('b')};
  });
  assert.deepEqual(found.list, [{id: 'c', openedMillis: 4, note: 'slow'}, {id: 'a', openedMillis: 1, note: ''}]);
  assert.equal('code' in found.read && found.read.code, 'unknown-profile');
  assert.equal(found.got, undefined);
  await page.close();
});

test('where the browser refuses to keep anything the library lasts as long as the tab, and says so', async () => {
  const page = await lab.open();
  const found = await page.evaluate(async () => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('storage is off', 'SecurityError');
    };
    const library = await bench.openLibrary('refused');
    const put = await bench.told(library.put({id: 'a', openedMillis: 1}, new Uint8Array([1, 2])));
    const [first] = [(await (await library.read('a')).getReader().read()).value];
    return {refusal: library.refusal?.code, put, first: [...first!]};
  });
  assert.equal(found.refusal, 'store-refused');
  assert.equal('code' in found.put && found.put.code, 'store-refused');
  assert.deepEqual(found.first, [1, 2]);
  await page.close();
});

test('a profile that one tab opens is heard of, listed and answered in another', async () => {
  const [one, two] = [await lab.open(), await lab.open()];
  const heard = two.evaluate(() => new Promise<string[]>((resolve) => {
    const stop = bench.onLibraryChange(async () => {
      const list = await bench.engine.library();
      if (list.length === 0) return;
      stop();
      resolve(list.map(({name}) => name));
    });
  }));
  const id = await one.evaluate(async () => {
    // The smallest profile with a sample type: strings '' and 'cpu', one type.
    const bytes = new Uint8Array([0x0a, 2, 8, 1, 0x32, 0, 0x32, 3, 0x63, 0x70, 0x75]);
    const {info} = await bench.engine.open({kind: 'bytes', name: 'tiny', bytes}, () => {});
    const kept = await bench.engine.kept(info.id);
    return kept.kept ? info.id : kept.reason;
  });
  assert.deepEqual(await heard, ['tiny']);
  assert.equal(await two.evaluate(async (id) => (await bench.engine.open({kind: 'kept', id}, () => {})).info.name, id), 'tiny');
  await one.close();
  await two.close();
});

test('an example is read from the page\'s own host and kept like any profile', async () => {
  const page = await lab.open();
  const found = await page.evaluate(async () => {
    const {info} = await bench.engine.open({kind: 'example', name: 'cpu-before.pb.gz'}, () => {});
    return {name: info.name, kind: info.kind, kept: await bench.engine.kept(info.id)};
  });
  assert.deepEqual(found, {name: 'cpu-before.pb.gz', kind: 'cpu', kept: {kept: true}});
  await page.close();
});

test('a tab that crashes while it keeps a profile leaves it whole or not at all', async () => {
  for (const frames of [0, 1, 3]) {
    const page = await lab.open();
    const session = await lab.browser.newCDPSession(page);
    const gone = new Promise((resolve) => page.once('crash', resolve));
    await page.evaluate(async (id) => {
      const library = await bench.openLibrary('crash');
      const bytes = new Uint8Array(40 * 2 ** 20).fill(7);
      void library.put({id, openedMillis: 1}, bytes);
    }, `profile ${frames}`);
    for (let frame = 0; frame < frames; frame++) await page.evaluate(() => new Promise(requestAnimationFrame));
    void session.send('Page.crash').catch(() => {});
    await gone;
    await page.close();
  }
  const page = await lab.open();
  const sizes = await page.evaluate(async () => {
    const library = await bench.openLibrary('crash');
    const sizes: number[] = [];
    for (const {id} of await library.list()) sizes.push((await new Response(await library.read(id)).arrayBuffer()).byteLength);
    await library.put({id: 'after', openedMillis: 2}, new Uint8Array(10));
    return sizes;
  });
  assert.deepEqual([...new Set(sizes)].filter((size) => size !== 40 * 2 ** 20), []);
  await page.close();
});
