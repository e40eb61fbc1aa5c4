import {execFile, spawn} from 'node:child_process';
import {existsSync} from 'node:fs';
import {createServer} from 'node:net';
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

/**
 * The tools that are installed: `go` and `pprof` in $PATH, the site of speedscope in
 * $SPEEDSCOPE, and in $PPROF_PARSE a program that only parses the file it is given, with
 * pprof's own package.
 */
export async function findPeers(): Promise<readonly Peer[]> {
  const peers: Peer[] = [];
  const go = inPath('go');
  if (go !== undefined) peers.push(command((await run(go, ['version'])).stdout.trim().replace(/^go version /, '') + ', go tool pprof -top', go, ['tool', 'pprof', '-top']));
  const pprof = inPath('pprof');
  if (pprof !== undefined) peers.push(command('pprof -top', pprof, ['-top']));
  const newest = pprof !== undefined ? [pprof] : go !== undefined ? [go, 'tool', 'pprof'] : [];
  if (newest.length > 0) peers.push(webPage(newest));
  const {SPEEDSCOPE: site, PPROF_PARSE: parse} = process.env;
  if (parse) peers.push(command('pprof, bare parse', parse, []));
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

/** From the start of pprof's server until a browser has painted its flame graph. */
function webPage([program, ...words]: readonly string[]): Peer {
  return {
    name: 'pprof, web page', what: 'program started → flame graph painted', runs: 3,
    async time(file) {
      const browser = await startBrowser();
      const port = await freePort();
      const start = performance.now();
      const server = spawn(program!, [...words, '-no_browser', `-http=127.0.0.1:${port}`, file], {stdio: 'ignore', detached: true, env: {...process.env, PPROF_BINARY_PATH: '/nonexistent'}});
      try {
        const page = await browser.newPage();
        page.setDefaultTimeout(300_000);
        const answers = (): Promise<boolean> => page.goto(`http://127.0.0.1:${port}/ui/flamegraph`, {timeout: 300_000}).then(() => true, () => false);
        while (server.exitCode === null && !await answers()) await page.waitForTimeout(50);
        if (server.exitCode !== null) throw new Error(`pprof's server ended with ${server.exitCode}`);
        await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
        return performance.now() - start;
      } finally {
        // `go tool` runs pprof as a process of its own.
        if (server.exitCode === null) process.kill(-server.pid!);
        await browser.close();
      }
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const {port} = server.address() as {port: number};
      server.close(() => resolve(port));
    });
  });
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
