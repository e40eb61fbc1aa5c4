import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {defaultConfig, type Config} from '../../src/config/config.js';
import {readProfile} from '../../src/profile/open.js';
import type {Profile} from '../../src/profile/profile.js';
import {callgraphReport, callgraphText} from '../../src/report/callgraph.js';
import {graphDot, graphPicture, type GraphPicture} from '../../src/report/graph-picture.js';
import {Preparer} from '../../src/report/prepare.js';
import type {Report} from '../../src/report/report.js';
import {reports} from '../../src/report/reports.js';
import {profileOf} from '../helpers/profile-of.js';

async function prepared(profile: Profile, config: Partial<Config> = {}): Promise<Report> {
  return new Preparer(profile).prepare(reports.graph.settings({...defaultConfig, ...config}));
}

async function pictureOf(text: string, config: Partial<Config> = {}): Promise<GraphPicture> {
  return graphPicture(await prepared(profileOf('cpu nanoseconds', text), config));
}

const names = ({frames}: GraphPicture) => [...frames.names].sort();
const calls = ({frames, edges}: GraphPicture) => edges.map(({from, to, residual}) => `${frames.names[from]!} ${residual ? '...' : '->'} ${frames.names[to]!}`).sort();

// One function of theirs in main, between functions of the runtime and of the library.
const program = `
  runtime.main;main.main;main.work@/app/main.go:1;strings.Repeat;runtime.mallocgc 600
  runtime.main;main.main;main.work@/app/main.go:1 100
  runtime.mcall;runtime.park;runtime.schedule 300
`;

test('the first picture is the person’s code with what calls it and what it calls', async () => {
  const picture = await pictureOf(program);
  assert.equal(picture.scope, 'yours');
  assert.deepEqual(names(picture), ['main.main', 'main.work', 'runtime.main', 'strings.Repeat']);
  assert.deepEqual(calls(picture), ['main.main -> main.work', 'main.work -> strings.Repeat', 'runtime.main -> main.main']);
});

test('all is what pprof draws, and its DOT is pprof’s', async () => {
  const profile = profileOf('cpu nanoseconds', program);
  const report = await prepared(profile, {graphScope: 'all'});
  const picture = await graphPicture(report);
  assert.equal(picture.scope, 'all');
  assert.equal(picture.boxes.length, 8);
  assert.equal(graphDot(report).text, callgraphText(callgraphReport(report)));
});

test('without code of the person’s the picture begins with all', async () => {
  const picture = await pictureOf('runtime.mcall;runtime.park 10');
  assert.deepEqual([picture.scope, picture.hasYours, picture.boxes.length], ['all', false, 2]);
});

test('code of theirs below nodefraction is none to begin with', async () => {
  const picture = await pictureOf('runtime.main;main.main 1\nruntime.mcall 999', {nodeFraction: 0.005});
  assert.deepEqual([picture.scope, picture.hasYours], ['all', false]);
});

test('a node that has neighbours out of the picture says how many, and shows them when it is expanded', async () => {
  const picture = await pictureOf(program);
  const row = picture.frames.names.indexOf('strings.Repeat');
  assert.equal(picture.hidden[row], 1);
  const expanded = await pictureOf(program, {graphExpand: JSON.stringify(['strings.Repeat'])});
  assert.deepEqual(names(expanded), ['main.main', 'main.work', 'runtime.main', 'runtime.mallocgc', 'strings.Repeat']);
  const again = expanded.frames.names.indexOf('strings.Repeat');
  assert.deepEqual([expanded.hidden[again], expanded.expanded[again]], [0, 1]);
});

test('what is to be expanded may be any text', async () => {
  for (const graphExpand of ['[', '{}', '7', '["no such function"]', '[null, 3]', 'strings.Repeat']) {
    assert.equal((await pictureOf(program, {graphExpand})).boxes.length, 4, graphExpand);
  }
});

test('a call over functions that are not shown is one edge, marked as such', async () => {
  const yours = 'main.a;library.x@/root/pkg/mod/l@v1/x.go:1;library.y@/root/pkg/mod/l@v1/y.go:1;library.z@/root/pkg/mod/l@v1/z.go:1;main.b 10';
  // main.a calls x, and z calls main.b; y is a neighbour of neither.
  const picture = await pictureOf(yours);
  assert.deepEqual(calls(picture), ['library.x ... library.z', 'library.z -> main.b', 'main.a -> library.x']);
});

test('the heaviest twenty of theirs come with at most forty-five in all', async () => {
  const lines = Array.from({length: 40}, (_, i) => `main.main;main.f${i}@/app/f.go:1;lib.g${i}@/v/pkg/mod/l@v1/g.go:1;lib.h${i}@/v/pkg/mod/l@v1/h.go:1 ${1000 - i}`);
  const picture = await pictureOf(lines.join('\n'), {yourCode: 'main'});
  assert.equal(picture.boxes.length, 45);
  const shown = new Set(picture.frames.names);
  // main.main and 19 of its callees, the callee of each of those, and the next callees of main.main.
  assert.ok(shown.has('main.f18') && shown.has('lib.g18') && shown.has('main.f24'));
  assert.ok(!shown.has('main.f25') && !shown.has('lib.g19') && !shown.has('lib.h0'));
});

test('a profile of six hundred functions is cut to what can be laid out, which is said', async () => {
  const lines = Array.from({length: 600}, (_, i) => `root;f${i} ${1000 - i}`);
  const picture = await pictureOf(lines.join('\n'), {graphScope: 'all', trim: false});
  assert.deepEqual([picture.boxes.length, picture.nodesLeftOut], [500, 101]);
  assert.ok(picture.frames.names.includes('root') && !picture.frames.names.includes('f599'));
});

test('labels and sizes stand below the box of their node', async () => {
  const picture = await pictureOf('main;work 10 {thread=a}\nmain;work 30 {thread=b}');
  const work = picture.boxes[picture.frames.names.indexOf('work')]!;
  assert.deepEqual(work.tags.map(({text, weight}) => [text, weight]), [['thread:b', '30ns'], ['thread:a', '10ns']]);
  assert.ok(work.height > work.boxHeight && work.tags[0]!.y > work.boxHeight && work.tags[1]!.y + work.tags[1]!.height <= work.height);
});

test('a name is broken at dots, and one of 64 kB is cut', async () => {
  const long = 'x'.repeat(65_536);
  const picture = await pictureOf(`a.example/pkg/json.(*encodeState).reflectValue;${long} 10`, {graphScope: 'all'});
  const linesOf = (name: string) => picture.boxes[picture.frames.names.indexOf(name)]!.lines.filter(({kind}) => kind === 'name').map(({text}) => text);
  assert.deepEqual(linesOf('a.example/pkg/json.(*encodeState).reflectValue'), ['json.', '(*encodeState).', 'reflectValue']);
  assert.deepEqual(linesOf(long).map((line) => line.length), [40]);
});

test('names, labels and a binary of any text stay inside their quotation marks in DOT, and none is longer than dot reads', async () => {
  const long = 'ä…'.repeat(30_000);
  const dotted = 'x.'.repeat(9000);
  const report = await prepared(profileOf('cpu nanoseconds', `main"];a\\;${long};${dotted};nul\0 10 {k"\\=v\\,${long}=${long}}`), {graphScope: 'all'});
  const callgraph = callgraphReport(report);
  for (const text of [graphDot(report).text, callgraphText({...callgraph, title: 'app\\" [x="y\\'})]) {
    assert.ok(!text.includes('\0'));
    const rest = text.replace(/"((?:[^"\\]|\\[^])*)"/g, (_, said: string) => {
      assert.ok(Buffer.byteLength(said) < 16_384);
      return '';
    });
    // Nothing but dot's own words is left, and no mark that has no partner.
    assert.match(rest, /^digraph {2}\{\n[\w\s[\]=;{}<>.-]+$/);
    assert.doesNotMatch(rest, /["\\äv]/);
  }
});

test('every box and label lies inside the picture, and no two boxes overlap', async () => {
  const profile = await readProfile(new Blob([readFileSync('test/profiles/go1.24.cpu.pb.gz')]));
  const {boxes, x, y, width, height, edges} = await graphPicture(await prepared(profile, {graphScope: 'all'}));
  assert.equal(boxes.length, 80);
  boxes.forEach((box, row) => {
    assert.ok(x[row]! - box.width / 2 >= -0.5 && x[row]! + box.width / 2 <= width + 0.5 && y[row]! - box.height / 2 >= -0.5 && y[row]! + box.height / 2 <= height + 0.5);
    for (let other = 0; other < row; other++) {
      const apart = Math.abs(x[row]! - x[other]!) >= (box.width + boxes[other]!.width) / 2 || Math.abs(y[row]! - y[other]!) >= (box.height + boxes[other]!.height) / 2;
      assert.ok(apart, `${row} and ${other} overlap`);
    }
  });
  for (const {labelX, labelY} of edges) assert.ok(labelX >= 0 && labelX <= width && labelY >= 0 && labelY <= height);
});

test('a profile without samples makes an empty picture', async () => {
  const picture = await pictureOf('');
  assert.deepEqual([picture.boxes.length, picture.edges.length, picture.width, picture.height], [0, 0, 0, 0]);
});

test('a picture that takes long says how much is done, and is left where that is wished', async () => {
  // Enough that a layout takes seconds on any machine: 300 functions, each called by several.
  const lines = Array.from({length: 1500}, (_, i) => `f${i % 7};f${7 + (i % 31)};f${38 + (i % 97)};f${135 + ((i * i) % 165)} ${100 + i}`);
  const report = await prepared(profileOf('cpu nanoseconds', lines.join('\n')), {graphScope: 'all', nodeCount: 300, nodeFraction: 0, edgeFraction: 0});
  const said: number[] = [];
  await assert.rejects(graphPicture(report, (done) => said.push(done) < 2), {code: 'cancelled'});
  assert.equal(said.length, 2);
  assert.ok(said[0]! >= 0 && said[1]! > said[0]! && said[1]! < 1, `${said}`);
});
