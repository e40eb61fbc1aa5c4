import {parseArgs} from 'node:util';
import {serve} from './serve.js';

// `npm start -- --port 9000`, after a build.
const {values, positionals} = parseArgs({
  options: {port: {type: 'string', default: '8080'}},
  allowPositionals: true,
});
const {url} = await serve(positionals[0] ?? (process.env.DIST || 'dist'), {port: Number(values.port)});
console.log(`Icicle is at ${url} (Ctrl+C stops it)`);
