import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import {test} from 'node:test';
import {transformSync} from 'esbuild';

// The rooms and the floors of src/README.md, and the rules of the house that a
// machine can see. Each test says what is wrong and where.

interface Room {
  readonly imports: readonly string[];
  /** Rooms whose types may be named here, since they cross the wall as plain data. */
  readonly types?: readonly string[];
  readonly packages?: readonly string[];
}

const rooms: Readonly<Record<string, Room>> = {
  base: {imports: [], packages: ['re2js']},
  config: {imports: ['base']},
  store: {imports: ['base'], packages: ['idb', 'fflate']},
  measurement: {imports: ['base']},
  layout: {imports: ['base']},
  profile: {imports: ['base', 'measurement'], packages: ['pbf', 'fflate']},
  symbol: {imports: ['base', 'profile']},
  graph: {imports: ['base', 'measurement', 'profile']},
  report: {imports: ['base', 'config', 'measurement', 'profile', 'graph', 'layout']},
  fetch: {imports: ['base', 'profile', 'symbol', 'store']},
  shell: {imports: ['base', 'config', 'report'], types: ['profile']},
  bridge: {imports: ['base', 'config'], types: ['profile', 'report', 'fetch', 'shell'], packages: ['comlink']},
  engine: {imports: ['base', 'config', 'measurement', 'profile', 'report', 'fetch', 'store', 'shell', 'bridge']},
  views: {imports: ['base', 'config', 'measurement', 'bridge'], types: ['report', 'shell'], packages: ['lit', '@tanstack/lit-virtual']},
  app: {imports: ['base', 'config', 'measurement', 'bridge', 'views'], types: ['fetch'], packages: ['lit', 'workbox-window']},
  'main.ts': {imports: ['app']},
  'shared.ts': {imports: ['views']},
  'worker.ts': {imports: ['base', 'engine', 'bridge']},
  'inflate.ts': {imports: ['base', 'profile'], types: ['fetch']},
  'paint.ts': {imports: ['base']},
  'collect.ts': {imports: []},
  'sw.ts': {imports: [], packages: ['workbox-core', 'workbox-precaching', 'workbox-routing']},
};

const root = join(import.meta.dirname, '..');
const sources = filesBelow('src').filter((path) => path.endsWith('.ts'));

test('every room is on the floor plan', () => {
  assert.deepEqual([...new Set(sources.map(roomOf))].filter((room) => !(room in rooms)), []);
});

test('a room imports only what stands below it', () => {
  const wrong: string[] = [];
  for (const path of sources) {
    const room = roomOf(path);
    const {imports = [], types = []} = rooms[room] ?? {};
    for (const {name, typesOnly, line} of importsOf(path)) {
      if (!name.startsWith('.')) continue;
      const target = roomOf(join(dirname(path), name));
      if (target === room || imports.includes(target) || (typesOnly && types.includes(target))) continue;
      wrong.push(`${path}:${line} imports ${typesOnly ? 'types ' : ''}from ${target}, which ${room} may not`);
    }
  }
  assert.deepEqual(wrong, []);
});

test('a package is imported only through its door', () => {
  const wrong: string[] = [];
  for (const path of sources) {
    const {packages = []} = rooms[roomOf(path)] ?? {};
    for (const {name, line} of importsOf(path)) {
      if (name.startsWith('.') || packages.some((allowed) => name === allowed || name.startsWith(`${allowed}/`))) continue;
      wrong.push(`${path}:${line} imports ${name}`);
    }
  }
  assert.deepEqual(wrong, []);
});

test('the floor plan has no circle', () => {
  const order: string[] = [];
  const visit = (room: string, path: readonly string[]): void => {
    assert.ok(!path.includes(room), `a circle: ${[...path, room].join(' → ')}`);
    if (order.includes(room)) return;
    rooms[room]!.imports.forEach((below) => visit(below, [...path, room]));
    order.push(room);
  };
  Object.keys(rooms).forEach((room) => visit(room, []));
});

test('a name is imported from the file that defines it', () => {
  const barrels = sources.filter((path) => /^export (\*|\{[^}]*\}) from/m.test(readFileSync(join(root, path), 'utf8')));
  assert.deepEqual(barrels, []);
});

test('files are named in kebab-case', () => {
  assert.deepEqual(sources.filter((path) => !/^[a-z0-9]+(-[a-z0-9]+)*\.ts$/.test(basename(path))), []);
});

// Rules over the code without its comments and types.
const rules: readonly {name: string; pattern: RegExp; allowed?: readonly string[]; where?: RegExp}[] = [
  {
    name: 'text from a profile never becomes markup',
    pattern: /innerHTML|outerHTML|insertAdjacentHTML|document\.write|unsafeHTML|unsafeSVG|unsafeMathML|unsafeStatic|unsafeCSS|DOMParser|createContextualFragment|srcdoc/,
  },
  {name: 'styles are set through the CSSOM, since the policy of the page refuses the attribute', pattern: /styleMap|\sstyle=["'$]|setAttribute\(["']style/, where: /^src\/(app|views)\/|^src\/main/},
  {name: 'no text is run as code', pattern: /\beval\(|new Function\(|set(Timeout|Interval)\(["'`]|javascript:/},
  {
    name: 'a pattern that a person wrote goes through base/regexp, which is Go\'s and linear',
    pattern: /\bRegExp\(/,
    // A line of /proc/PID/maps is put together from named parts, none of them from outside.
    allowed: ['src/base/regexp.ts', 'src/profile/legacy/memory-map.ts'],
  },
  {
    name: 'only the collector reaches other origins; the service worker and the examples stay with ours',
    pattern: /(?<![.\w#])fetch\(|\b(self|window|globalThis)\.fetch\b/,
    allowed: ['src/collect.ts', 'src/sw.ts', 'src/fetch/intake.ts'],
  },
  {
    name: 'nothing else opens a connection',
    pattern: /XMLHttpRequest|WebSocket|sendBeacon|RTCPeerConnection|EventSource|WebTransport|importScripts|new Image\(/,
  },
  {
    name: 'no other page is listened to',
    pattern: /(?<![.\w])((window|globalThis)\.)?addEventListener\(["']message["']|\bwindow\.onmessage\b/,
    allowed: ['src/worker.ts', 'src/collect.ts'],
  },
  {name: 'programs are started by app/trusted.ts', pattern: /new (Shared)?Worker\(|serviceWorker\.register\(|createPolicy\(/, allowed: ['src/app/trusted.ts']},
];

for (const {name, pattern, allowed = [], where = /^/} of rules) {
  test(`house rule: ${name}`, () => {
    const wrong: string[] = [];
    for (const path of sources) {
      if (allowed.includes(path) || !where.test(path)) continue;
      for (const line of codeOf(path).split('\n')) if (pattern.test(line)) wrong.push(`${path}: ${line.trim().slice(0, 160)}`);
    }
    assert.deepEqual(wrong, []);
  });
}

// What would let a test pass that shows nothing.
for (const {name, pattern} of [
  {name: 'no test is switched off', pattern: /\b(test|it|describe|suite)\.(skip|only|todo)\(|\b(skip|only|todo): true/},
  {name: 'no test waits for a promise by waitForFunction, to which every promise is a yes', pattern: /waitForFunction\(async\b/},
]) {
  test(name, () => {
    const wrong = filesBelow('test')
      .filter((path) => path.endsWith('.ts') && path !== 'test/house.test.ts')
      .filter((path) => pattern.test(readFileSync(join(root, path), 'utf8')));
    assert.deepEqual(wrong, []);
  });
}

interface Locked {
  readonly integrity?: string;
  readonly resolved?: string;
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
  readonly link?: boolean;
}

test('every package is locked by its hash, and to no host', () => {
  const wrong = Object.entries(locked()).filter(([, {integrity, resolved, link}]) => integrity === undefined || resolved !== undefined || link);
  assert.deepEqual(wrong.map(([name]) => name), []);
});

test('no package of the page runs a script when it is installed', () => {
  assert.deepEqual(Object.entries(locked()).filter(([, {dev, hasInstallScript}]) => !dev && hasInstallScript).map(([name]) => name), []);
  assert.match(readFileSync(join(root, '.ci/run'), 'utf8'), /^npm ci --ignore-scripts /m);
});

test('the page is made of at most 20 packages', () => {
  const names = Object.entries(locked()).filter(([, {dev}]) => !dev).map(([name]) => name);
  assert.ok(names.length <= 20, names.join(', '));
});

test('every dependency has one exact version', () => {
  const {dependencies, devDependencies} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, Record<string, string>>;
  const wrong = Object.entries({...dependencies, ...devDependencies}).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version));
  assert.deepEqual(wrong, []);
});

function locked(): Record<string, Locked> {
  const {packages} = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {packages: Record<string, Locked>};
  return Object.fromEntries(Object.entries(packages).filter(([name]) => name !== ''));
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1).replaceAll('\\', '/'))
    .sort();
}

/** `src/views/parts/canvas.ts` is in `views`; `src/main.ts` is a room of its own. */
function roomOf(path: string): string {
  const [, first = '', ...rest] = path.split('/');
  return rest.length === 0 ? first.replace(/\.js$/, '.ts') : first;
}

function importsOf(path: string): {name: string; typesOnly: boolean; line: number}[] {
  const text = readFileSync(join(root, path), 'utf8');
  const found = [...text.matchAll(/^(?:import|export)\s+(?!interface\s)(type\s)?[^'"`;=()]*?'([^']+)';|\bimport\('([^']+)'\)/gm)];
  return found.map((match) => ({
    name: match[2] ?? match[3]!,
    // `typeof import('…')` and `import('…').Name` are types; a call that is awaited or chained is not.
    typesOnly: match[1] !== undefined || (match[3] !== undefined && !codeOf(path).includes(match[3])),
    line: text.slice(0, match.index).split('\n').length,
  }));
}

function codeOf(path: string): string {
  return transformSync(readFileSync(join(root, path), 'utf8'), {
    loader: 'ts',
    legalComments: 'none',
    tsconfigRaw: {compilerOptions: {experimentalDecorators: true, useDefineForClassFields: false, verbatimModuleSyntax: true}},
  }).code;
}
