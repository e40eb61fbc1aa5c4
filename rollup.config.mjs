import {createHash} from 'node:crypto';
import {existsSync} from 'node:fs';
import {readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {basename, dirname, join, relative, resolve, sep} from 'node:path';
import nodeResolve from '@rollup/plugin-node-resolve';
import {rollup} from 'rollup';
import esbuild, {minify} from 'rollup-plugin-esbuild';

// Two builds: the page with its workers, then the service worker, which lists
// what the first one wrote. `DIST` puts them elsewhere than in dist/.
const root = import.meta.dirname;
const dist = resolve(root, process.env.DIST || 'dist');
// What stands in the folder is deleted first.
if (!relative(dist, root).startsWith('..')) throw new Error(`DIST names ${dist}, which holds the project; name a folder of its own`);
const watching = process.env.ROLLUP_WATCH === 'true';

const page = {
  input: {main: 'src/main.ts'},
  output: {
    dir: dist,
    format: 'es',
    // The collector has a folder of its own, so that a host can give it headers of its own.
    entryFileNames: 'app/[name]-[hash].js',
    chunkFileNames: ({name}) => name === 'collect' ? 'collect/[name]-[hash].js' : 'app/[name]-[hash].js',
    manualChunks: together(),
    sourcemap: watching,
  },
  plugins: [emptied(), programs(), sharedReport(), ...scripts(), site(), notices()],
};

const serviceWorker = {
  input: 'src/sw.ts',
  output: {file: join(dist, 'sw.js'), format: 'iife'},
  plugins: [precacheList(), ...scripts(), checksums()],
};

export default watching ? page : [page, serviceWorker];

/** TypeScript and packages in, small scripts out. */
function scripts() {
  return [
    nodeResolve({exportConditions: ['browser']}),
    elements(),
    esbuild({target: 'es2022', tsconfig: join(root, 'tsconfig.json')}),
    // Packages ask for this name to tell a trial from the real thing.
    {name: 'production', renderChunk: (code) => ({code: code.replaceAll('process.env.NODE_ENV', '"production"'), map: null})},
    ...watching ? [] : [templates(), minify({target: 'es2022', legalComments: 'none'}), compileHints()],
  ];
}

/**
 * Names elements after their classes, and not in front of them: of a class with a decorator
 * esbuild makes every private member a WeakMap, which is long, and slow where something is drawn.
 */
function elements() {
  return {
    name: 'elements',
    transform(code, id) {
      if (!id.endsWith('.ts') || !code.includes('@customElement(')) return null;
      const named = [];
      const changed = code.replace(/^@(customElement\('[\w-]+'\))\n(?=(?:export )?class (\w+))/gm, (_, decorator, element) => {
        named.push(`${decorator}(${element});\n`);
        return '';
      });
      return {code: changed + named.join(''), map: null};
    },
  };
}

/** Takes out of styles and markup what is only for those who read them; a minifier leaves texts as they are. */
function templates() {
  const shorter = {
    css: (text) => text.split(/('[^']*'|"[^"]*")/).map((part, i) => i % 2 === 1 ? part
      : part.replace(/\/\*.*?\*\//gs, '').replace(/\s+/g, ' ').replace(/ ?([{};]) ?/g, '$1').replace(/([:,]) /g, '$1').replaceAll(';}', '}')).join(''),
    // A line break between two elements is a space, so one character of it stays.
    html: (text) => text.replace(/\s*\n\s*/g, '\n'),
  };
  return {
    name: 'templates',
    transform(code, id) {
      if (!id.endsWith('.ts') || !/\b(css|html)`/.test(code)) return null;
      const pieces = [];
      const find = (node) => {
        if (node?.type === 'TaggedTemplateExpression' && node.tag.name in shorter) {
          for (const {start, end} of node.quasi.quasis) pieces.push({start, end, shorten: shorter[node.tag.name]});
        }
        if (typeof node === 'object' && node !== null) Object.values(node).forEach(find);
      };
      find(this.parse(code));
      let at = 0;
      let short = '';
      for (const {start, end, shorten} of pieces.sort((a, b) => a.start - b.start)) {
        short += code.slice(at, start) + shorten(code.slice(start, end));
        at = end;
      }
      return {code: short + code.slice(at), map: null};
    },
  };
}

/**
 * Lets Chromium compile all functions of the worker and of the work space when these scripts come,
 * beside the page and before there is a profile, and not each when a profile that opens first calls it.
 */
function compileHints() {
  return {
    name: 'compile-hints',
    renderChunk: (code, {name}) => name === 'worker' || name === 'workspace' ? {code: `//# allFunctionsCalledOnLoad\n${code}`, map: null} : null,
  };
}

/** Empties the folder first: a chunk of an older build would be listed for offline use too. */
function emptied() {
  return {
    name: 'emptied',
    async renderStart() {
      await rm(dist, {recursive: true, force: true});
    },
  };
}

/** Makes a program of each `new URL('….js', import.meta.url)` that names one of our sources. */
function programs() {
  return {
    name: 'programs',
    transform(code, id) {
      if (!id.endsWith('.ts')) return null;
      let found = false;
      const changed = code.replace(/new URL\('(\.{1,2}\/[\w./-]+)\.js', import\.meta\.url\)/g, (whole, path) => {
        const source = resolve(dirname(id), `${path}.ts`);
        if (!existsSync(source)) return whole;
        found = true;
        return `new URL(import.meta.ROLLUP_FILE_URL_${this.emitFile({type: 'chunk', id: source, name: basename(path)})})`;
      });
      return found ? {code: changed, map: null} : null;
    },
  };
}

/**
 * Puts into one script what is always wanted at once: the home page, and the work space with
 * its first view. Left to itself rollup cuts both up by who else wants a part of them.
 */
function together() {
  let chunks;
  return (id, {getModuleInfo}) => {
    const reached = (names, follow) => {
      const found = new Set(names.map((name) => join(root, 'src', name)));
      for (const module of found) follow(getModuleInfo(module)).forEach((next) => found.add(next));
      return found;
    };
    chunks ??= (() => {
      const early = ({importedIds}) => importedIds;
      const any = ({importedIds, dynamicallyImportedIds}) => [...importedIds, ...dynamicallyImportedIds];
      const home = reached(['app/app-root.ts'], early);
      const workspace = reached(['app/work-space.ts', 'views/flamegraph-view.ts'], early);
      // Neither may stand in a script that the other thread runs.
      const worker = reached(['worker.ts'], any);
      // What the thread that draws and the page share: it needs nothing else.
      const drawing = reached(['paint.ts'], any);
      return new Map([...home, ...workspace].map((module) => [module, drawing.has(module) ? 'drawing' : worker.has(module) ? 'shared' : home.has(module) ? 'home' : 'workspace']));
    })();
    return chunks.get(id);
  };
}

/** Writes the program of a report that is saved as one file, and its hash, to where `__SHARED__` stands. */
function sharedReport() {
  return {
    name: 'shared-report',
    async transform(code, id) {
      if (!id.endsWith('.ts') || !code.includes('= __SHARED__')) return null;
      const built = await rollup({input: join(root, 'src/shared.ts'), plugins: scripts()});
      const {output: [{code: script}]} = await built.generate({format: 'iife'});
      for (const path of built.watchFiles) this.addWatchFile(path);
      await built.close();
      // An element of a page would end there.
      if (/<\/script|<!--/i.test(script)) this.error('src/shared.ts cannot stand in a page');
      return {code: code.replace('= __SHARED__', () => `= ${JSON.stringify({code: script, hash: subresource(script)})}`), map: null};
    },
  };
}

/** Copies public/ and writes the names of the scripts, and their hashes, into it. */
function site() {
  const folder = join(root, 'public');
  return {
    name: 'site',
    async buildStart() {
      for (const path of await files(folder)) this.addWatchFile(join(folder, path));
    },
    async generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter(({type}) => type === 'chunk');
      const main = chunks.find(({name}) => name === 'main');
      // What the page loads before a person has done anything. It is asked for at once and not level by level.
      const early = new Set();
      const follow = (name) => {
        if (early.has(name) || bundle[name] === undefined) return;
        early.add(name);
        bundle[name].imports.forEach(follow);
      };
      [main.fileName, ...main.dynamicImports].forEach(follow);

      const integrity = Object.fromEntries(chunks.map(({fileName, code}) => [`./${fileName}`, subresource(code)]).sort());
      // Rollup renders source maps' comments after this hook, so a watched build goes without hashes.
      const map = JSON.stringify(watching ? {} : {integrity});
      const html = await readFile(join(folder, 'index.html'), 'utf8');
      const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html)[1];
      const hashed = policy.replace("script-src 'self'", `script-src 'self' '${subresource(map)}'`);
      const check = (name) => watching ? '' : ` integrity="${integrity[`./${name}`]}"`;
      const head = [
        `<script type="importmap">${map}</script>`,
        ...[...early].map((name) => `<link rel="modulepreload" href="./${name}"${check(name)}>`),
        `<script type="module" src="./${main.fileName}"${check(main.fileName)}></script>`,
      ];

      for (const path of await files(folder)) {
        let source = await readFile(join(folder, path));
        if (path === 'index.html') source = html.replace(policy, hashed).replace('<script type="module" src="./main.js"></script>', head.join('\n  '));
        if (path === '_headers') source = String(source).replaceAll('{{policy}}', hashed);
        this.emitFile({type: 'asset', fileName: path, source});
      }
    },
  };
}

/** Writes the licences of the packages that went into the scripts. */
function notices() {
  return {
    name: 'notices',
    async generateBundle(_options, bundle) {
      const packages = new Set();
      for (const {modules} of Object.values(bundle)) {
        for (const id of Object.keys(modules ?? {})) {
          const found = /^\0?(.*node_modules\/((?:@[^/]+\/)?[^/]+))\//.exec(id);
          if (found) packages.add(found[1]);
        }
      }
      for (const name of ['workbox-core', 'workbox-precaching', 'workbox-routing', 'workbox-strategies']) packages.add(join(root, 'node_modules', name));
      const texts = [];
      for (const folder of [...packages].sort()) {
        const {name, version, license} = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
        const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
        texts.push(`${name} ${version} (${license})\n\n${file ? await readFile(join(folder, file), 'utf8') : ''}`.trim());
      }
      this.emitFile({type: 'asset', fileName: 'third-party.txt', source: `${texts.join(`\n\n${'-'.repeat(72)}\n\n`)}\n`});
    },
  };
}

/** Gives sw.ts the files that it keeps, each with its hash, and the headers that it adds. */
function precacheList() {
  return {
    name: 'precache-list',
    async renderChunk(code) {
      const entries = [];
      for (const path of await files(dist)) {
        if (['_headers', 'sw.js', 'SHA256SUMS'].includes(path)) continue;
        const bytes = await readFile(join(dist, path));
        // A script has its hash in its name; the start page is asked for by the address of its folder.
        const named = /^(app|collect)\//.test(path);
        entries.push({
          url: path === 'index.html' ? './' : `./${path}`,
          revision: named ? null : createHash('sha256').update(bytes).digest('hex').slice(0, 16),
          integrity: subresource(bytes),
        });
      }
      const headers = headerRules(await readFile(join(dist, '_headers'), 'utf8'));
      return {code: code.replace('__PRECACHE__', () => JSON.stringify(entries)).replace('__HEADERS__', () => JSON.stringify(headers)), map: null};
    },
  };
}

/** Writes the SHA-256 of every file, in the form that `sha256sum -c` reads. */
function checksums() {
  return {
    name: 'checksums',
    async writeBundle() {
      const lines = [];
      for (const path of await files(dist)) {
        if (path === 'SHA256SUMS') continue;
        lines.push(`${createHash('sha256').update(await readFile(join(dist, path))).digest('hex')}  ${path}\n`);
      }
      await writeFile(join(dist, 'SHA256SUMS'), lines.join(''));
    },
  };
}

/** `[path or prefix*, [[name, value], …]]` for each rule of a `_headers` file. */
function headerRules(text) {
  const rules = [];
  for (const line of text.split('\n')) {
    if (/^\//.test(line)) rules.push([line.trim(), []]);
    const header = /^\s+([\w-]+):\s*(.+)$/.exec(line);
    if (header) rules.at(-1)[1].push([header[1], header[2].trim()]);
  }
  return rules;
}

/** The paths of all files below `folder`, with `/`, in an order that never changes. */
async function files(folder) {
  const found = await readdir(folder, {recursive: true, withFileTypes: true});
  return found
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)).split(sep).join('/'))
    .sort();
}

function subresource(content) {
  return `sha256-${createHash('sha256').update(content).digest('base64')}`;
}
