import {mkdir} from 'node:fs/promises';
import {parseArgs} from 'node:util';
import {serve} from '../site/serve.js';
import {startBrowser} from './browser.js';
import {dist, openTab} from './harness.js';

// `npm run shots`: every screen, wide and narrow, light and dark, into test/.out/shots.
// `npm run shots -- --profile heap.pb.gz` takes another profile than the first example.
const {values} = parseArgs({options: {profile: {type: 'string', default: 'public/samples/cpu-before.pb.gz'}, to: {type: 'string', default: 'test/.out/shots'}}});
await mkdir(values.to, {recursive: true});
const served = await serve(dist);
for (const [size, width, height] of [['wide', 1440, 900], ['narrow', 390, 844]] as const) {
  for (const dark of [false, true]) {
    const browser = await startBrowser({width, height, dark, touch: size === 'narrow'});
    const {page, complaints, openFile, views} = await openTab(browser, served.url);
    const shoot = async (name: string) => {
      await page.waitForLoadState('networkidle');
      // Two frames after the last answer, so that a canvas is drawn.
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      const path = `${values.to}/${name}.${size}.${dark ? 'dark' : 'light'}.png`;
      await page.screenshot({path});
      console.log(path);
    };
    try {
      await shoot('home');
      await openFile(values.profile);
      await views.first().waitFor({timeout: 10_000});
      for (let view = 0; view < await views.count(); view++) {
        const title = await views.nth(view).innerText();
        await views.nth(view).click();
        await page.waitForTimeout(400);
        await shoot(title.toLowerCase().replace(/[^a-z]+/g, '-').replace(/^-|-$/g, '') || `view-${view}`);
      }
    } catch (error) {
      console.error(`${size}, ${dark ? 'dark' : 'light'}: ${(error as Error).message.split('\n')[0]}`);
    }
    for (const complaint of complaints) console.error(complaint);
    await browser.close();
  }
}
await served.close();
