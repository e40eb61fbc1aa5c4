import {spawnSync} from 'node:child_process';
import {readdirSync} from 'node:fs';
import {join, relative} from 'node:path';
import {findBrowser} from './page/browser.js';

// `npm test` builds the site and runs every test; `npm test -- profile/ page/offline`
// runs the files whose path has one of these words in it.
const root = join(import.meta.dirname, '..');
const words = process.argv.slice(2);
const tests = readdirSync(import.meta.dirname, {recursive: true, withFileTypes: true})
  .filter((entry) => entry.isFile() && entry.name.endsWith('.test.ts'))
  .map((entry) => relative(root, join(entry.parentPath, entry.name)))
  .filter((path) => words.length === 0 || words.some((word) => path.includes(word)))
  .sort();
if (tests.length === 0) {
  console.error(`no test file has ${words.join(' or ')} in its path`);
  process.exit(1);
}

// Once, before files that need it start side by side.
const browser = tests.some((path) => path.startsWith('test/page/')) ? await findBrowser().then(() => '', (error: Error) => error.message) : '';
if (browser !== '') console.error(`\n${browser}\n`);

const built = run(['node_modules/rollup/dist/bin/rollup', '--config', '--silent']);
if (built !== 0) console.error('\nthe build failed, so the tests of the page are left out\n');
const files = built === 0 ? tests : tests.filter((path) => !/^test[/\\](page|build)/.test(path));
const tested = run(['--import', 'tsx', '--test', '--test-concurrency=2', '--test-timeout=300000', '--test-reporter=./test/reporter.mjs', '--test-reporter-destination=stdout', ...files]);
process.exit(built === 0 ? tested : 1);

function run(args: readonly string[]): number {
  return spawnSync(process.execPath, args, {cwd: root, stdio: ['ignore', 'inherit', 'inherit']}).status ?? 1;
}
