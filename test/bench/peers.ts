import {execFile} from 'node:child_process';
import {existsSync} from 'node:fs';
import {delimiter, join} from 'node:path';
import {promisify} from 'node:util';
import {startBrowser} from '../page/browser.js';
import {serve} from '../site/serve.js';

/** Another tool that opens profiles. */
export interface Peer {
  readonly name: string;
  readonly what: string;
  /** It is run so many times at most. */
  readonly runs: number;
  /** Milliseconds for one file. */
  time(file: string): Promise<number>;
}

const run = promisify(execFile);

/** The tools that are installed: `go` and `pprof` in $PATH, and the site of speedscope in $SPEEDSCOPE. */
export async function findPeers(): Promise<readonly Peer[]> {
  const peers: Peer[] = [];
  const go = inPath('go');
  if (go !== undefined) peers.push(command((await run(go, ['version'])).stdout.trim().replace(/^go version /, '') + ', go tool pprof -top', go, ['tool', 'pprof', '-top']));
  const pprof = inPath('pprof');
  if (pprof !== undefined) peers.push(command('pprof -top', pprof, ['-top']));
  const {SPEEDSCOPE: site} = process.env;
  if (site) peers.push(speedscope(site));
  return peers;
}

function command(name: string, program: string, words: readonly string[]): Peer {
  return {
    name, what: 'whole process', runs: 3,
    async time(file) {
      const start = performance.now();
      await run(program, [...words, file], {maxBuffer: 2 ** 28, env: {...process.env, PPROF_BINARY_PATH: '/nonexistent'}});
      return performance.now() - start;
    },
  };
}

/** Until its status bar shows that a profile is there. */
function speedscope(site: string): Peer {
  return {
    name: 'speedscope', what: 'file given → flame graph painted', runs: 3,
    async time(file) {
      const served = await serve(site, {headers: false});
      const browser = await startBrowser();
      try {
        const page = await browser.newPage();
        await page.goto(served.url);
        const start = performance.now();
        await page.locator('input[type=file]').first().setInputFiles(file);
        await page.waitForSelector('canvas', {timeout: 300_000});
        await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
        return performance.now() - start;
      } finally {
        await browser.close();
        await served.close();
      }
    },
  };
}

function inPath(program: string): string | undefined {
  return (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, program)).find((path) => existsSync(path));
}
