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
  /** The sizes it is asked to open, and how often longer than this page it should take at least; undefined for no goal. */
  readonly goals: Readonly<Record<string, number | undefined>>;
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
  if (go !== undefined) peers.push(command((await run(go, ['version'])).stdout.trim().replace(/^go version /, '') + ', go tool pprof -top', go, ['tool', 'pprof', '-top', '-symbolize=none'], wholeReport));
  const pprof = inPath('pprof');
  if (pprof !== undefined) peers.push(command('pprof -top', pprof, ['-top', '-symbolize=none'], wholeReport));
  const newest = pprof !== undefined ? [pprof] : go !== undefined ? [go, 'tool', 'pprof'] : [];
  if (newest.length > 0) peers.push(webPage(newest));
  const {SPEEDSCOPE: site, PPROF_PARSE: parse} = process.env;
  if (parse) peers.push(command('pprof, bare parse', parse, [], {M: undefined, 'L-nolabels': undefined, L: 3.5}));
  if (site) peers.push(speedscope(site));
  return peers;
}

/** What one that aggregates is asked. */
const wholeReport = {M: undefined, 'L-nolabels': 12, L: 40};

/** What one that draws in a browser is asked: with L these crash. */
const drawn = {M: 25};

function command(name: string, program: string, words: readonly string[], goals: Peer['goals']): Peer {
  return {
    name, what: 'whole process', goals,
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
    name: 'pprof, web page', what: 'program started → flame graph painted', goals: drawn,
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
    name: 'speedscope', what: 'file given → flame graph painted', goals: drawn,
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
