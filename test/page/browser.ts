import {existsSync} from 'node:fs';
import {mkdir, mkdtemp, rename, rm} from 'node:fs/promises';
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
  if (process.platform === 'linux' && process.arch === 'x64') return unpackedBrowser();
  throw new Error('the browser tests need Chromium: install it (Debian: apt-get install chromium) or name it in $CHROMIUM');
}

/** Unpacks the package's Chromium once for this checkout, with the NSS libraries that a bare Debian lacks. */
async function unpackedBrowser(): Promise<string> {
  const home = join(import.meta.dirname, '../../node_modules/.cache/chromium');
  if (!existsSync(home)) {
    // Test files start side by side, and a run may be stopped half-way: what is in
    // `home` is whole, since it comes there in one step.
    const fresh = `${home}.${process.pid}`;
    await mkdir(fresh, {recursive: true});
    const {TMPDIR: temporary} = process.env;
    // The package unpacks to the folder of temporary files, and NSS only if this is set.
    Object.assign(process.env, {TMPDIR: fresh, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x'});
    try {
      const {default: packed} = await import('@sparticuz/chromium');
      await packed.executablePath();
    } finally {
      delete process.env.AWS_EXECUTION_ENV;
      if (temporary === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = temporary;
    }
    await rename(fresh, home).catch(() => rm(fresh, {recursive: true, force: true}));
  }
  process.env.LD_LIBRARY_PATH = join(home, 'al2023/lib');
  if (existsSync('/etc/fonts/fonts.conf')) delete process.env.FONTCONFIG_PATH;
  else process.env.FONTCONFIG_PATH = join(home, 'fonts');
  return join(home, 'chromium');
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
