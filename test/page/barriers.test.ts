import assert from 'node:assert/strict';
import {test} from 'node:test';
import {barriers} from './accessible.js';
import {startSite} from './harness.js';
import {screensOf} from './screens.js';

for (const [width, height] of [[1440, 900], [390, 844]] as const) {
  test(`axe finds no barrier on any screen in either theme at ${width}×${height}`, async () => {
    const site = await startSite({width, height, touch: width < 600});
    const tab = await site.open();
    await tab.page.emulateMedia({reducedMotion: 'reduce'});
    const found: string[] = [];
    for (const {name, come} of screensOf()) {
      await come(tab);
      for (const colorScheme of ['light', 'dark'] as const) {
        await tab.page.emulateMedia({colorScheme});
        found.push(...(await barriers(tab.page)).map((barrier) => `${name}, ${colorScheme}: ${barrier}`));
      }
    }
    assert.deepEqual([found, tab.complaints], [[], []]);
  });
}
