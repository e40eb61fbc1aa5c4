import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Page} from 'playwright-core';
import {startLab, type Bench} from './lab.js';

declare const bench: Bench;

const lab = await startLab();

// First, since Chromium asks for the quota of an origin when it is first used.
test('where there is no room the library says so and stays what it was', async () => {
  const page = await lab.open();
  const session = await lab.browser.newCDPSession(page);
  await session.send('Storage.overrideQuotaForOrigin', {origin: new URL(lab.url).origin, quotaSize: 50 * 2 ** 20});
  const found = await page.evaluate(async () => {
    const library = await bench.openLibrary('quota');
    await library.put({id: 'small', openedMillis: 1}, new Uint8Array(1000));
    const large = new Uint8Array(200 * 2 ** 20);
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

/** `CRASHES=200` for the long run. */
const crashes = Number(process.env.CRASHES ?? 20);

/** Ends the program that shows a page, as an error in the browser would: nothing of the page runs any more. */
async function crash(page: Page): Promise<void> {
  const session = await lab.browser.newCDPSession(page);
  const gone = new Promise((resolve) => page.once('crash', resolve));
  void session.send('Page.crash').catch(() => {});
  await gone;
  await page.close();
}

test(`of ${crashes} tabs that crash while they keep a profile each leaves it whole or not at all, loses none of before, and leaves no bytes without a profile`, async (t) => {
  // Three chunks.
  const size = 12 * 2 ** 20;
  const keep = (page: Page, n: number) => page.evaluate(async ({n, size}) => {
    const library = await bench.openLibrary('crash');
    await library.put({id: `profile ${n}`, openedMillis: n}, new Uint8Array(size).fill(n));
  }, {n, size});
  /** Whether profile `n` is there, and what is wrong with the library; the profile is forgotten, to leave room. */
  const look = (page: Page, n: number) => page.evaluate(async ({n, size}) => {
    const library = await bench.openLibrary('crash');
    const wrong: string[] = [];
    const list = await library.list();
    for (const {id, gone} of list) {
      const isLarge = id === `profile ${n}`;
      const bytes = gone ? new Uint8Array() : new Uint8Array(await new Response(await library.read(id)).arrayBuffer());
      let isRight = bytes.length === (isLarge ? size : 1000);
      for (let at = 0; at < bytes.length; at += 101) isRight &&= bytes[at] === Number(id.split(' ')[1]) % 256;
      if (!isRight) wrong.push(id);
    }
    const owners = await new Promise<string[]>((resolve, reject) => {
      const opening = indexedDB.open('crash');
      opening.onerror = () => reject(opening.error);
      opening.onsuccess = () => {
        const keys = opening.result.transaction('chunks').objectStore('chunks').getAllKeys();
        keys.onerror = () => reject(keys.error);
        keys.onsuccess = () => {
          opening.result.close();
          resolve(keys.result.map((key) => (key as [string, number])[0]));
        };
      };
    });
    const ids = list.map(({id}) => id);
    await library.forget(`profile ${n}`);
    return {isThere: ids.includes(`profile ${n}`), before: ids.filter((id) => id.startsWith('before')).length, wrong, ghosts: owners.filter((id) => !ids.includes(id))};
  }, {n, size});

  let [whole, told, took] = [0, 0, 0];
  let page = await lab.open();
  for (let n = 0; n <= crashes; n++) {
    const start = performance.now();
    await page.evaluate(async (n) => (await bench.openLibrary('crash')).put({id: `before ${n}`, openedMillis: n}, new Uint8Array(1000).fill(n)), n);
    let hasHeard = false;
    const keeping = keep(page, n).then(() => (hasHeard = true), () => {});
    if (n === 0) {
      // How long it takes here when nothing happens.
      await keeping;
      took = performance.now() - start;
    } else {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * took));
      await crash(page);
      await keeping;
      page = await lab.open();
    }
    const found = await look(page, n);
    assert.deepEqual([found.before, found.wrong, found.ghosts], [n + 1, [], []], `after crash ${n}`);
    assert.ok(found.isThere || !hasHeard, `profile ${n} was said to be kept`);
    if (n > 0) [whole, told] = [whole + Number(found.isThere), told + Number(hasHeard)];
  }
  await page.close();
  t.diagnostic(`${crashes - whole} profiles were cut off and are not there, ${whole} had gone to the browser whole, ${told} of them were known to be kept`);
});

test('what was collected or pasted is there after a crash at the moment it is shown', async () => {
  const shown: string[] = [];
  for (let n = 0; n < Math.max(4, crashes / 4); n++) {
    const page = await lab.open();
    shown.push(await page.evaluate(async (n) => {
      // A profile with one sample type, whose name says which crash it is of.
      const name = new TextEncoder().encode(`type ${1000 + n}`);
      const bytes = new Uint8Array([0x0a, 2, 8, 1, 0x32, 0, 0x32, name.length, ...name]);
      return (await bench.engine.open({kind: 'bytes', name: `pasted ${n}`, bytes}, () => {})).info.id;
    }, n));
    await crash(page);
  }
  const page = await lab.open();
  const kept = await page.evaluate(async () => (await bench.engine.library()).map(({id}) => id));
  assert.deepEqual(shown.filter((id) => !kept.includes(id)), []);
  await page.close();
});

test('two tabs that save and delete a hundred times at once leave the union of what they saved without what they deleted', async () => {
  const tabs = [await lab.open(), await lab.open()];
  await Promise.all(tabs.map((page, tab) => page.evaluate(async (tab) => {
    const library = await bench.openLibrary<{id: string; openedMillis: number; a?: number; b?: number}>('tabs');
    for (let n = 0; n < 100; n++) {
      await library.put({id: `${tab}:${n}`, openedMillis: n}, new Uint8Array([tab, n]));
      // Both write beside the same bytes, each its own word.
      await library.put({id: 'both', openedMillis: 1, ...await library.get('both')}, new Uint8Array([9]));
      await library.annotate('both', tab === 0 ? {a: n} : {b: n});
      if (n % 2 === 1) await library.forget(`${tab}:${n}`);
    }
  }, tab)));
  const found = await tabs[0]!.evaluate(async () => {
    const library = await bench.openLibrary<{id: string; openedMillis: number; gone?: boolean}>('tabs');
    return (await library.list()).map(({id, gone}) => `${id}${gone ? ' gone' : ''}`).sort();
  });
  const wanted = [0, 1].flatMap((tab) => Array.from({length: 50}, (_, n) => `${tab}:${n * 2}`));
  assert.deepEqual(found, [...wanted, 'both'].sort());
  for (const page of tabs) await page.close();
});

test('a library of the first version is read, and its entries get what they lack', async () => {
  const page = await lab.open();
  const found = await page.evaluate(async () => {
    await new Promise<void>((resolve, reject) => {
      const opening = indexedDB.open('first', 1);
      opening.onupgradeneeded = () => {
        opening.result.createObjectStore('profiles', {keyPath: 'id'}).put({id: 'a', size: 3, entry: {id: 'a', openedMillis: 5, name: 'old', note: 'mine'}});
        opening.result.createObjectStore('chunks').put(new Uint8Array([1, 2, 3]), ['a', 0]);
      };
      opening.onerror = () => reject(opening.error);
      opening.onsuccess = () => {
        opening.result.close();
        resolve();
      };
    });
    const library = await bench.openLibrary<{id: string; openedMillis: number; pinned?: boolean; note?: string}>('first', {pinned: false, note: ''});
    const read = new Uint8Array(await new Response(await library.read('a')).arrayBuffer());
    return {list: await library.list(), read: [...read], refusal: library.refusal};
  });
  assert.deepEqual(found, {list: [{id: 'a', openedMillis: 5, name: 'old', note: 'mine', pinned: false}], read: [1, 2, 3], refusal: undefined});
  await page.close();
});

test('a library of a newer version is read, and nothing in it is changed', async () => {
  const page = await lab.open();
  const rows = () => page.evaluate(() => new Promise<unknown[]>((resolve, reject) => {
    const opening = indexedDB.open('newer', 9);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore('profiles', {keyPath: 'id'}).put({id: 'a', size: 3, entry: {id: 'a', openedMillis: 5, note: 'mine', rating: 4}, later: true});
      opening.result.createObjectStore('chunks').put(new Uint8Array([1, 2, 3]), ['a', 0]);
      opening.result.createObjectStore('ratings');
    };
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const all = opening.result.transaction(['profiles', 'chunks']);
      const [profiles, chunks] = [all.objectStore('profiles').getAll(), all.objectStore('chunks').getAllKeys()];
      all.oncomplete = () => {
        const {version, objectStoreNames} = opening.result;
        opening.result.close();
        resolve([version, [...objectStoreNames], profiles.result, chunks.result]);
      };
    };
  }));
  const before = await rows();
  const found = await page.evaluate(async () => {
    const library = await bench.openLibrary<{id: string; openedMillis: number; note: string}>('newer');
    const read = new Uint8Array(await new Response(await library.read('a')).arrayBuffer());
    const put = await bench.told(library.put({id: 'b', openedMillis: 6, note: ''}, new Uint8Array([4])));
    const noted = await bench.told(library.annotate('a', {note: 'other'}));
    await library.forget('a');
    const mine = new Uint8Array(await new Response(await library.read('b')).arrayBuffer());
    const list = (await library.list()).map(({id, note}) => `${id} ${note}`);
    return {read: [...read], mine: [...mine], put, noted, list, refusal: library.refusal?.code};
  });
  assert.deepEqual(await rows(), before);
  assert.deepEqual([found.read, found.mine, found.list, found.refusal], [[1, 2, 3], [4], ['b ', 'a mine'], 'store-newer']);
  assert.deepEqual(['code' in found.put && found.put.code, 'code' in found.noted && found.noted.code], ['store-newer', 'store-newer']);
  await page.close();
});

test('an entry whose bytes the browser has lost says so, and has them again when it is put once more', async () => {
  const page = await lab.open();
  const found = await page.evaluate(async () => {
    const library = await bench.openLibrary('lost');
    await library.put({id: 'a', openedMillis: 1}, new Uint8Array([1]));
    await library.put({id: 'b', openedMillis: 2}, new Uint8Array([2]));
    await new Promise<void>((resolve) => {
      const opening = indexedDB.open('lost');
      opening.onsuccess = () => {
        const lose = opening.result.transaction('chunks', 'readwrite');
        lose.objectStore('chunks').delete(['a', 0]);
        lose.oncomplete = () => {
          opening.result.close();
          resolve();
        };
      };
    });
    const before = await library.list();
    await library.put({id: 'a', openedMillis: 3}, new Uint8Array([1]));
    return {before, after: await library.list()};
  });
  assert.deepEqual(found.before, [{id: 'b', openedMillis: 2}, {id: 'a', openedMillis: 1, gone: true}]);
  assert.deepEqual(found.after, [{id: 'a', openedMillis: 3}, {id: 'b', openedMillis: 2}]);
  await page.close();
});
