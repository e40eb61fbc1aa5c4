import {cp, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after} from 'node:test';
import {build} from 'esbuild';
import type {BrowserContext, Page} from 'playwright-core';
import {serve} from '../site/serve.js';
import {startBrowser, type BrowserOptions} from './browser.js';
import type {bench} from './lab-page.js';

/** What the page of the lab puts on `globalThis.bench`. */
export type Bench = typeof bench;

export interface Lab {
  readonly url: string;
  readonly browser: BrowserContext;
  open(): Promise<Page>;
}

/**
 * Serves the programs of the page, the real worker and the real collector, under
 * the page's own policy but without its views, and starts a browser for the
 * calling file. What the views are made of lies on `globalThis.bench`.
 */
export async function startLab(options: BrowserOptions = {}): Promise<Lab> {
  const root = join(import.meta.dirname, '../..');
  const folder = await mkdtemp(join(tmpdir(), 'icicle-lab-'));
  // The paths that app/trusted.ts starts them by, seen from app/.
  await build({
    entryPoints: {'app/page': join(root, 'test/page/lab-page.ts'), worker: join(root, 'src/worker.ts'), inflate: join(root, 'src/inflate.ts'), collect: join(root, 'src/collect.ts')},
    outdir: folder,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    tsconfig: join(root, 'tsconfig.json'),
  });
  await cp(join(root, 'public/samples'), join(folder, 'samples'), {recursive: true});
  const [policy] = /<meta http-equiv="Content-Security-Policy"[^>]*>/.exec(await readFile(join(root, 'public/index.html'), 'utf8')) ?? [''];
  await writeFile(join(folder, 'index.html'), `<!doctype html>${policy}<title>lab</title><script type="module" src="./app/page.js"></script>`);
  const served = await serve(folder);
  const browser = await startBrowser(options);
  after(async () => {
    await browser.close();
    await served.close();
    await rm(folder, {recursive: true, force: true});
  });
  return {
    url: served.url,
    browser,
    async open() {
      const page = await browser.newPage();
      await page.goto(served.url);
      await page.waitForFunction(() => 'bench' in globalThis);
      return page;
    },
  };
}
