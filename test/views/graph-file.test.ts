import assert from 'node:assert/strict';
import {test} from 'node:test';
import {defaultConfig} from '../../src/config/config.js';
import {graphPicture, type GraphPicture} from '../../src/report/graph-picture.js';
import {Preparer} from '../../src/report/prepare.js';
import {edgeShape} from '../../src/views/parts/edge-shape.js';
import {graphFile} from '../../src/views/parts/graph-file.js';
import {nodeBeside} from '../../src/views/parts/graph-walk.js';
import type {Palette} from '../../src/views/parts/palette.js';
import {profileOf} from '../helpers/profile-of.js';

const palette: Palette = {fill: Array<string>(7).fill('#fff'), text: Array<string>(7).fill('#000'), background: '#fff', foreground: '#000', secondary: '#555', line: '#999', match: '#f00', outlined: false};

async function pictureOf(text: string): Promise<GraphPicture> {
  return graphPicture(await new Preparer(profileOf('cpu nanoseconds', text)).prepare({...defaultConfig, graphScope: 'all'}));
}

/** The text of elements and attributes of a document that uses the five entities and `&#39;` only; fails where a tag is none of ours. */
function parsed(document: string): {readonly titles: readonly string[]; readonly tags: ReadonlySet<string>} {
  const tags = new Set<string>();
  const rest = document.replace(/<(\/?)(\w+)((?: [\w-]+="[^"<>]*")*)\/?>/g, (_, _close: string, tag: string) => {
    tags.add(tag);
    return '';
  });
  assert.doesNotMatch(rest, /[<>]/, 'nothing but our tags has angle brackets');
  assert.doesNotMatch(document, /&(?!(?:amp|lt|gt|quot|#39);)/, 'every ampersand begins an entity');
  return {tags, titles: [...document.matchAll(/<title>([^<]*)<\/title>/g)].map(([, title]) => title!)};
}

test('the file stands alone: text is text, whole names are titles, and nothing runs or is fetched', async () => {
  const file = graphFile(await pictureOf('main.main;example.com/a/lib.Work 10'), palette, 'cpu.pb.gz, cpu');
  const {tags, titles} = parsed(file);
  assert.deepEqual([...tags].sort(), ['g', 'path', 'rect', 'svg', 'text', 'title']);
  assert.deepEqual(titles, ['cpu.pb.gz, cpu', 'main.main -&gt; example.com/a/lib.Work (10ns)', 'main.main', 'example.com/a/lib.Work'].sort((a, b) => titles.indexOf(a) - titles.indexOf(b)));
  assert.match(file, /<text [^>]*>lib\.Work<\/text>/);
  assert.doesNotMatch(file.replace('xmlns="http://www.w3.org/2000/svg"', ''), /https?:|href|url\(|<script|style/);
});

test('hostile names are text: five signs are escaped, and what XML may not hold becomes U+FFFD', async () => {
  const hostile = ['</title><script>alert(1)</script>', '"><svg onload=x>', "'&amp;<![CDATA[", 'nul\u0000bell\u0007end', 'half\ud800pair', '\ufffe\uffff', '__proto__', '\u202eevil'];
  const picture = await pictureOf(hostile.map((_, i) => `root;placeholder${i} ${i + 1}`).join('\n'));
  const renamed: GraphPicture = {
    ...picture,
    frames: {...picture.frames, names: picture.frames.names.map((name) => hostile[Number(name.slice('placeholder'.length))] ?? name)},
    boxes: picture.boxes.map((box) => ({...box, lines: box.lines.map((line, at) => ({...line, text: hostile[at % hostile.length]!})), tags: [{text: hostile[0]!, weight: hostile[3]!, dotted: false, x: 0, y: 0, width: 10, height: 10}]})),
  };
  const file = graphFile(renamed, palette, hostile[0]!);
  const {tags, titles} = parsed(file);
  assert.deepEqual([...tags].sort(), ['g', 'path', 'rect', 'svg', 'text', 'title']);
  assert.ok(titles.includes('&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;'));
  assert.ok(titles.includes('nul\ufffdbell\ufffdend') && titles.includes('half\ufffdpair') && titles.includes('\ufffd\ufffd'));
  assert.doesNotMatch(file, /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/);
});

test('a line ends where its head begins, and the head points at the end of the curve', () => {
  // Straight down from (10, 0) to (10, 90), with a head of 5.5 + 1.5 × 2.
  const {line, head} = edgeShape(Float64Array.of(10, 0, 10, 30, 10, 60, 10, 90), 2);
  assert.equal(line, 'M10 0C10 30 10 60 10 81.5');
  assert.equal(head, 'M10 90L14.2 81.5L5.8 81.5Z');
});

test('arrow keys lead along the heaviest calls and to the boxes beside', async () => {
  const picture = await pictureOf('main;left 10\nmain;right 30\nother;right 1');
  const row = (name: string) => picture.frames.names.indexOf(name);
  assert.equal(nodeBeside(picture, row('main'), 'ArrowDown'), row('right'));
  assert.equal(nodeBeside(picture, row('right'), 'ArrowUp'), row('main'));
  assert.equal(nodeBeside(picture, row('right'), 'ArrowDown'), -1);
  assert.equal(nodeBeside(picture, row('left'), 'Home'), row('main'));
  const [first, second] = picture.x[row('left')]! < picture.x[row('right')]! ? ['left', 'right'] : ['right', 'left'];
  assert.equal(nodeBeside(picture, row(first!), 'ArrowRight'), row(second!));
  assert.equal(nodeBeside(picture, row(second!), 'ArrowLeft'), row(first!));
});
