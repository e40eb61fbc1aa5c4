import {mkdir} from 'node:fs/promises';
import {parseArgs} from 'node:util';
import {serve} from '../../tools/serve.js';
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
    const {page, complaints, openFile} = await openTab(browser, served.url);
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
      const tabs = page.getByRole('tab');
      await tabs.first().waitFor({timeout: 10_000});
      for (let tab = 0; tab < await tabs.count(); tab++) {
        await tabs.nth(tab).click();
        await page.waitForTimeout(400);
        await shoot((await tabs.nth(tab).innerText()).trim().toLowerCase().replace(/[^a-z]+/g, '-').replace(/^-|-$/g, '') || `tab-${tab}`);
      }
    } catch (error) {
      console.error(`${size}, ${dark ? 'dark' : 'light'}: ${(error as Error).message.split('\n')[0]}`);
    }
    for (const complaint of complaints) console.error(complaint);
    await browser.close();
  }
}
await served.close();
