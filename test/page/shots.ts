import {mkdir} from 'node:fs/promises';
import {parseArgs} from 'node:util';
import {serve} from '../site/serve.js';
import {startBrowser} from './browser.js';
import {dist, openTab} from './harness.js';
import {screensOf} from './screens.js';

// `npm run shots`: every screen, wide and narrow, light and dark, into test/.out/shots;
// `npm run shots -- home top` takes those alone.
const {values: {to}, positionals: wanted} = parseArgs({options: {to: {type: 'string', default: 'test/.out/shots'}}, allowPositionals: true});
await mkdir(to, {recursive: true});
const served = await serve(dist);
for (const [size, width, height] of [['wide', 1440, 900], ['narrow', 390, 844]] as const) {
  const browser = await startBrowser({width, height, touch: size === 'narrow'});
  const tab = await openTab(browser, served.url);
  const {page, complaints} = tab;
  await page.emulateMedia({reducedMotion: 'reduce'});
  for (const {name, come} of screensOf()) {
    try {
      await come(tab);
    } catch (error) {
      // What comes after it may stand all the same.
      console.error(`${name}, ${size}: ${(error as Error).message.split('\n')[0]}`);
      process.exitCode = 1;
      continue;
    }
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({colorScheme});
      await page.waitForLoadState('networkidle');
      // Two frames after the last answer, so that a canvas is drawn.
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      const path = `${to}/${name}.${size}.${colorScheme}.png`;
      await page.screenshot({path});
      console.log(path);
    }
  }
  for (const complaint of complaints) console.error(complaint);
  await browser.close();
}
await served.close();
