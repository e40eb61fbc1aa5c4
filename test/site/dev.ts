import {spawn} from 'node:child_process';
import {parseArgs} from 'node:util';
import {serve} from './serve.js';

// Builds into a folder of its own at each change, without a service worker, so
// that a reload always shows the newest. It has a port of its own as well: the
// service worker of a real build would answer in its place.
const {values} = parseArgs({options: {port: {type: 'string', default: '8090'}}});
const folder = process.env.DIST || 'dist/dev';
const build = spawn(process.execPath, ['node_modules/rollup/dist/bin/rollup', '--config', '--watch', '--no-watch.clearScreen'], {
  stdio: 'inherit',
  env: {...process.env, DIST: folder},
});
build.on('exit', (code) => process.exit(code ?? 1));
process.on('SIGINT', () => build.kill());
const {url} = await serve(folder, {port: Number(values.port)});
console.log(`Icicle is at ${url}; it is built anew at each change, then reload (Ctrl+C stops it)`);
