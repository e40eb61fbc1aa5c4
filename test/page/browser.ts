import {existsSync} from 'node:fs';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {chromium, type BrowserContext} from 'playwright-core';

const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable'];

/**
 * A Chromium: `$CHROMIUM`, else the system's, else the one that the package
 * @sparticuz/chromium brings (Linux on x64).
 */
export async function findBrowser(): Promise<string> {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const found = installed.find((path) => existsSync(path));
  if (found !== undefined) return found;
  if (process.platform === 'linux' && process.arch === 'x64') {
    // Read when the package is loaded: with it, the package also unpacks the NSS
    // libraries that a fresh Debian lacks, and puts them into LD_LIBRARY_PATH.
    process.env.AWS_EXECUTION_ENV = 'AWS_Lambda_nodejs20.x';
    const {default: packed} = await import('@sparticuz/chromium');
    return packed.executablePath();
  }
  throw new Error('the browser tests need Chromium: install it (Debian: apt-get install chromium) or name it in $CHROMIUM');
}

export interface BrowserOptions {
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
  readonly touch?: boolean;
  readonly args?: readonly string[];
}

/** A browser with a profile folder of its own, which goes when it closes. */
export async function startBrowser({width = 1440, height = 900, dark = false, touch = false, args = []}: BrowserOptions = {}): Promise<BrowserContext> {
  const executablePath = await findBrowser();
  const folder = await mkdtemp(join(tmpdir(), 'icicle-browser-'));
  const context = await chromium.launchPersistentContext(folder, {
    executablePath,
    headless: true,
    viewport: {width, height},
    colorScheme: dark ? 'dark' : 'light',
    hasTouch: touch,
    timezoneId: 'UTC',
    locale: 'en-GB',
    acceptDownloads: true,
    args: [
      '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage', ...args,
    ],
  });
  context.on('close', () => void rm(folder, {recursive: true, force: true, maxRetries: 5}));
  return context;
}
