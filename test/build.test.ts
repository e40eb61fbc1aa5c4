import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {test} from 'node:test';
import {firstScripts, importsOf, weightOf} from './site/scripts.js';

const root = join(import.meta.dirname, '..');
const dist = resolve(root, process.env.DIST || 'dist');
const scripts = filesBelow(dist).filter((path) => path.endsWith('.js'));

test('a build is refused where it would delete the project', () => {
  for (const DIST of ['.', '..', '/']) {
    // The configuration alone: nothing is built.
    assert.throws(() => execFileSync(process.execPath, ['-e', "import('./rollup.config.mjs')"], {cwd: root, env: {...process.env, DIST}, stdio: 'pipe'}), /holds the project/);
  }
});

test('two builds are the same to the byte', () => {
  const other = mkdtempSync(join(tmpdir(), 'icicle-build-'));
  try {
    execFileSync(process.execPath, ['node_modules/rollup/dist/bin/rollup', '--config', '--silent'], {cwd: root, env: {...process.env, DIST: other}});
    assert.equal(readFileSync(join(other, 'SHA256SUMS'), 'utf8'), readFileSync(join(dist, 'SHA256SUMS'), 'utf8'));
  } finally {
    rmSync(other, {recursive: true});
  }
});

test('SHA256SUMS names every file, and each by its hash', () => {
  const lines = filesBelow(dist).filter((path) => path !== 'SHA256SUMS').map((path) => `${sha256(path, 'hex')}  ${path}\n`);
  assert.equal(readFileSync(join(dist, 'SHA256SUMS'), 'utf8'), lines.join(''));
});

test('there is no wasm in the build', () => {
  const wrong = filesBelow(dist).filter((path) => {
    const bytes = readFileSync(join(dist, path));
    return path.endsWith('.wasm') || bytes.includes('\0asm') || (path.endsWith('.js') && bytes.includes('WebAssembly'));
  });
  assert.deepEqual(wrong, []);
});

test('nothing in the page\'s scripts opens a connection that the policy does not know', () => {
  const wrong = scripts.filter((path) => /WebSocket|RTCPeerConnection|sendBeacon|EventSource\b|WebTransport|XMLHttpRequest/.test(read(path)));
  assert.deepEqual(wrong, []);
});

test('only the collector, the worker\'s examples and the service worker fetch', () => {
  const fetching = scripts.filter((path) => /(?<![.\w$])fetch\(|self\.fetch\(/.test(read(path)));
  assert.deepEqual(fetching.filter((path) => !/^(sw\.js|collect\/collect-|app\/worker-)/.test(path)), []);
});

test('the collector imports nothing', () => {
  const collector = scripts.filter((path) => path.startsWith('collect/'));
  assert.equal(collector.length, 1);
  assert.deepEqual(importsOf(dist, collector[0]!), {early: [], late: []});
});

test('the packages are the real thing and not their trial builds', () => {
  assert.deepEqual(scripts.filter((path) => /dev mode|process\.env|NODE_ENV/.test(read(path))), []);
});

test('the policy stands first in the page, and the headers repeat it', () => {
  const html = read('index.html');
  const [, policy = ''] = /^<!doctype html>\n<html lang="en">\n<head>\n {2}<meta http-equiv="Content-Security-Policy" content="([^"]+)">/.exec(html) ?? [];
  assert.match(policy, /^default-src 'none'; script-src 'self' 'sha256-[^']+'; style-src 'self'; /);
  assert.match(policy, /; connect-src 'self'; /);
  assert.match(policy, /; require-trusted-types-for 'script'; trusted-types app lit-html$/);
  assert.doesNotMatch(policy, /unsafe|\*|https?:/);
  const headers = read('_headers').match(/Content-Security-Policy: (default-src 'none'; script-src 'self' '.*)/g) ?? [];
  assert.equal(headers.length, 3);
  for (const line of headers) assert.ok(line.includes(policy), line);
});

test('the page loads each script by its hash', () => {
  const {integrity} = JSON.parse(/<script type="importmap">(.*?)<\/script>/.exec(read('index.html'))![1]!) as {integrity: Record<string, string>};
  const named = scripts.filter((path) => path !== 'sw.js');
  assert.deepEqual(Object.keys(integrity).sort(), named.map((path) => `./${path}`).sort());
  for (const path of named) assert.equal(integrity[`./${path}`], `sha256-${sha256(path, 'base64')}`);
});

test('the scripts of the first picture are compiled when they come', () => {
  const hinted = scripts.filter((path) => read(path).startsWith('//# allFunctionsCalledOnLoad\n'));
  assert.deepEqual(hinted.map((path) => path.replace(/-[\w-]{8}\.js$/, '')).sort(), ['app/worker', 'app/workspace']);
});

test('the page has no other origin in it', () => {
  for (const path of ['index.html', 'page.css', 'manifest.webmanifest']) assert.doesNotMatch(read(path), /https?:\/\//, path);
});

test('the scripts before the home page are at most 60 kB with gzip', () => {
  atMost(60_000, firstScripts(dist).home);
});

test('the scripts before the first flame graph are at most 110 kB with gzip, the worker and the work space among them', () => {
  const first = firstScripts(dist).flameGraph;
  for (const part of ['home-page', 'work-space', 'flamegraph-view', 'category-bar', 'filter-bar']) assert.ok([...first].some((path) => read(path).includes(`"${part}"`)), part);
  atMost(110_000, first);
});

function atMost(most: number, paths: ReadonlySet<string>): void {
  const sizes = [...paths].map((path) => [path, weightOf(dist, [path])] as const).sort((a, b) => b[1] - a[1]);
  const sum = sizes.reduce((total, [, size]) => total + size, 0);
  assert.ok(sum <= most, `${sum} bytes: ${sizes.map(([path, size]) => `${path} ${size}`).join(', ')}`);
}

function read(path: string): string {
  return readFileSync(join(dist, path), 'utf8');
}

function sha256(path: string, form: 'hex' | 'base64'): string {
  return createHash('sha256').update(readFileSync(join(dist, path))).digest(form);
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1).replaceAll('\\', '/'))
    .sort();
}
