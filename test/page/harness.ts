import {existsSync} from 'node:fs';
import {resolve} from 'node:path';
import {after} from 'node:test';
import type {BrowserContext, Locator, Page} from 'playwright-core';
import {serve, type Served} from '../site/serve.js';
import {startBrowser, type BrowserOptions} from './browser.js';

/** The built site. `DIST` names another one, as for the build. */
export const dist = resolve(process.env.DIST || 'dist');

export interface Site {
  readonly served: Served;
  readonly browser: BrowserContext;
  /** Opens a tab at `path` below the site and waits until the page stands. */
  open(path?: string): Promise<Tab>;
}

export interface Tab {
  readonly page: Page;
  /** Errors of the console, uncaught errors, and violations of the content security policy, of this tab. */
  readonly complaints: readonly string[];
  /** Gives the page's file input files from disk, as a person who picks them. */
  openFile(...paths: string[]): Promise<void>;
  /** What a click on brings each view of the open profile: tabs in a wide window, the bar at the foot in a narrow one. */
  readonly views: Locator;
}

/** Serves the built site and starts a browser, for all tests of the calling file; both end with it. */
export async function startSite(options: BrowserOptions & {readonly folder?: string; readonly headers?: boolean} = {}): Promise<Site> {
  const folder = options.folder ?? dist;
  if (!existsSync(`${folder}/index.html`)) throw new Error(`there is no site in ${folder}: run \`npm run build\` first`);
  const served = await serve(folder, {headers: options.headers ?? true});
  const browser = await startBrowser(options);
  after(async () => {
    await browser.close();
    await served.close();
  });
  return {served, browser, open: (path = '') => openTab(browser, served.url + path)};
}

export async function openTab(browser: BrowserContext, address: string): Promise<Tab> {
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.stack ?? error.message}`));
  page.on('crash', () => complaints.push('the tab crashed'));
  // A violation is also an error of the console; the event says which rule and where.
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      console.error(`violation of ${event.effectiveDirective} by ${event.blockedURI} in ${event.sourceFile}:${event.lineNumber}`);
    });
  });
  await page.goto(address);
  await page.waitForSelector('app-root', {state: 'attached'});
  return {
    page,
    complaints,
    views: page.locator('[role=tab]:visible, nav button[aria-current]:visible'),
    openFile: (...paths) => page.locator('input[type=file]').first().setInputFiles(paths),
  };
}

/**
 * What the address bar says now. `page.url()` is what the browser has told of it so far,
 * which on a machine with much to do is the address before the last key.
 */
export function addressOf(page: Page): Promise<string> {
  return page.evaluate(() => location.href);
}

/** Waits until the page says yes, which `waitForFunction` takes every promise for. Errors: when it has not within 30 s. */
export async function until(page: Page, isSo: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 30_000;
  while (!await page.evaluate(isSo)) {
    if (Date.now() > end) throw new Error(`not so within 30 s: ${isSo}`);
    await page.waitForTimeout(50);
  }
}
