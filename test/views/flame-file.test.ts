import assert from 'node:assert/strict';
import {test} from 'node:test';
import {defaultConfig, type Config} from '../../src/config/config.js';
import {Preparer} from '../../src/report/prepare.js';
import {reports} from '../../src/report/reports.js';
import {flamegraphFile} from '../../src/views/parts/flame-file.js';
import {profileOf} from '../helpers/profile-of.js';

const palette = {
  fill: Array.from({length: 7}, (_, role) => `rgb(${role} 0 0)`), text: Array.from({length: 7}, () => '#000000'),
  background: '#ffffff', foreground: '#000000', secondary: '#666666', line: '#cccccc', match: '#ff0000', outlined: false,
};

/** Every character is six pixels wide. */
const measure = {font: '', measureText: (text: string) => ({width: text.length * 6}) as TextMetrics};

async function fileOf(text: string, config: Partial<Config> = {}): Promise<string> {
  const settings = reports.flamegraph.settings({...defaultConfig, ...config});
  const model = await reports.flamegraph.make(await new Preparer(profileOf('cpu nanoseconds', text)).prepare(settings));
  return flamegraphFile({model, zoomRow: 0, colour: '', palette}, 'a & b', measure);
}

test('the file holds a box for each function, with its whole name and value in a title', async () => {
  const file = await fileOf(`
    main;load  3000000
    main;parse 1000000
  `);
  assert.deepEqual([...file.matchAll(/<title>([^<]*)<\/title>/g)].map((found) => found[1]), [
    'a &amp; b', 'All samples (4 ms, 100 %)', 'main (4 ms, 100 %)', 'load (3 ms, 75 %)', 'parse (1 ms, 25 %)',
  ].map((text) => text!.replace(/ (?=ms|%)/g, '\u00a0')));
  assert.match(file, /<text [^>]*>load<\/text>/);
});

test('names are text in it, whatever they hold', async () => {
  const file = await fileOf('<script>alert(1)</script>;"&\u0000\u0001\ud800]]>;javascript:x;\u202egnp.exe 5');
  assert.ok(!/<script|\u0000|\u0001|\ud800(?![\udc00-\udfff])/.test(file), file);
  assert.match(file, /<text [^>]*>alert\(1\)&lt;\/script<\/text>/);
  assert.doesNotMatch(file, /\son\w+=|xlink|href=|<style|<image|<foreignObject/);
});

test('the callers of a function in the middle stand above it', async () => {
  const file = await fileOf('main;serve;parse;split 4', {sandwich: 'parse'});
  const yOf = (name: string) => Number(new RegExp(`<title>${name} [^<]*</title><rect x="[^"]*" y="([^"]*)"`).exec(file)![1]);
  const ys = ['main', 'serve', 'parse', 'split'].map(yOf);
  assert.deepEqual(ys, [...ys].sort((a, b) => a - b));
  assert.deepEqual(new Set(ys.slice(1).map((y, index) => y - ys[index]!)), new Set([21]));
  assert.equal(file.match(/<title>parse /g)!.length, 1);
});
