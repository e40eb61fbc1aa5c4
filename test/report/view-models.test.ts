import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'node:test';
import {sumAt} from '../../src/base/sums.js';
import {defaultConfig} from '../../src/config/config.js';
import type {Config} from '../../src/config/config.js';
import {percentage} from '../../src/measurement/label.js';
import {assembleProfile} from '../../src/profile/assemble.js';
import {decodeProfile} from '../helpers/decode-profile.js';
import type {Profile} from '../../src/profile/profile.js';
import {labelsReport} from '../../src/report/labels.js';
import {peekReport} from '../../src/report/peek.js';
import {Preparer} from '../../src/report/prepare.js';
import {reports} from '../../src/report/reports.js';
import type {ReportKind} from '../../src/report/report.js';
import {sourceReport} from '../../src/report/source.js';
import {stacksReport} from '../../src/report/stacks.js';
import {tagsText} from '../../src/report/tags.js';
import {formatValue, plainFormat} from '../../src/report/values.js';
import type {GoldenCase} from '../golden/golden-case.js';
import {profileOf} from '../helpers/profile-of.js';

// What the views draw is held to what pprof printed for the same profile and options.

const folder = join(import.meta.dirname, '..');
const goldens = JSON.parse(readFileSync(join(folder, 'golden/cases.json'), 'utf8')) as GoldenCase[];

function printed(...args: string[]): string {
  const golden = goldens.find((candidate) => candidate.args.join(' ') === args.join(' '));
  assert.ok(golden !== undefined, `there is no golden for ${args.join(' ')}`);
  return golden.stdout;
}

/** As pprof reads it, without the frames that the profile says to drop. */
function read(name: string): Promise<Profile> {
  return assembleProfile([decodeProfile(readFileSync(join(folder, 'profiles', name)))]);
}

async function report(profile: Profile, name: keyof typeof reports, config: Partial<Config> = {}) {
  const kind: ReportKind<object> = reports[name];
  return new Preparer(profile).prepare(kind.settings({...defaultConfig, ...config}));
}

for (const [name, pattern] of [
  ['go1.24.cpu.pb.gz', 'crypto/internal/fips140/sha256\\.blockSHAN'],
  ['go1.24.server.heap.pb.gz', 'runtime/pprof\\.StartCPUProfile'],
  ['inline-columns.pb.gz', 'in\\.f6'],
] as const) {
  test(`the callers and callees of ${pattern} in ${name} are those of -peek`, async () => {
    const lines = printed(`-peek=${pattern}`, `profiles/${name}`).split('\n').filter((line) => line.includes(' | ') && !line.includes('calls%'));
    const centre = lines.findIndex((line) => /%\s{16}\| /.test(line));
    const centreName = lines[centre]!.split('| ')[1]!;
    const {tree, neighbours} = peekReport(await report(await read(name), 'peek', {selected: centreName}));
    const cum = sumAt(tree.cum, 0);
    const calls = (which: 'callers' | 'callees'): string[] => {
      const {name: names, weight, inline} = tree[which];
      return Array.from(names, (called, at) =>
        `${formatValue(tree, sumAt(weight, at))} ${percentage(sumAt(weight, at), cum).trim()} ${tree.names[called]!}${inline[at] === 1 ? ' (inline)' : ''}`);
    };
    const words = (line: string): string => line.trim().replace(/\s+\|\s+/, ' ').replace(/\s+/g, ' ');
    assert.deepEqual(calls('callers'), lines.slice(0, centre).map(words));
    assert.deepEqual(calls('callees'), lines.slice(centre + 1).map(words));
    assert.equal(neighbours.names[tree.name[0]!], centreName);
  });
}

for (const [name, pattern, function_] of [
  ['dropframes.pb.gz', 'app\\.alloc', 'app.alloc'],
  ['inline-columns.pb.gz', 'main\\.main', 'main.main'],
  ['sizes.pb.gz', 'size\\.s7', 'size.s7'],
] as const) {
  test(`the lines of ${function_} in ${name} cost what -peek -lines says of them`, async () => {
    const asked = await report(await read(name), 'source', {selected: function_});
    const {files} = sourceReport(asked);
    const rows = printed(`-peek=${pattern}`, '-lines', `profiles/${name}`).split('\n').filter((line) => /%\s{16}\| /.test(line));
    const unit = {...plainFormat(asked)};
    let compared = 0;
    for (const line of rows) {
      const [numbers = '', place = ''] = line.split(/\s{16}\| /);
      const [flat, , , cum] = numbers.trim().split(/\s+/);
      const [, named, file, number] = /^(.*) (\S+):(\d+)$/.exec(place) ?? [];
      if (named !== function_) continue;
      const here = files.find((candidate) => candidate.file === file)!;
      const at = here.line.indexOf(Number(number));
      // pprof writes all values of a table in one unit, so the texts are compared in it.
      const inUnit = (value: bigint, text: string): string => formatValue({...unit, outputUnit: /[A-Za-z]+$/.exec(text)?.[0] ?? 'minimum'}, value);
      assert.deepEqual([inUnit(sumAt(here.lineFlat, at), flat!), inUnit(sumAt(here.lineCum, at), cum!)], [flat, cum]);
      compared++;
    }
    assert.ok(compared > 0);
  });
}

for (const name of ['dropframes.pb.gz', 'hugevalues.pb.gz', 'nomapping.plain.pb']) {
  test(`the stacks of ${name} are those of -traces, equal ones once`, async () => {
    const model = stacksReport(await report(await read(name), 'stacks'));
    const blocks = printed('-traces', `profiles/${name}`).split(/^-+\+-+$/m).slice(1, -1).map((block) => block.replace(/^\n|\n$/g, ''));
    assert.equal(model.samples.reduce((sum, count) => sum + count, 0), blocks.length);
    const expected = new Map<string, string[]>();
    for (const block of blocks) {
      const lines = block.split('\n');
      const first = lines.findIndex((line) => !/^\s*\S+:  /.test(line));
      const [, value = '', leaf = ''] = /^\s*(\S+) {3}(.*)$/.exec(lines[first]!)!;
      const key = [...lines.slice(0, first), leaf, ...lines.slice(first + 1).map((line) => line.slice(13))].join('\n');
      expected.set(key, [...(expected.get(key) ?? []), value]);
    }
    assert.equal(model.leaf.length, expected.size);
    for (let row = 0; row < model.leaf.length; row++) {
      const frames: string[] = [];
      for (let at = model.leaf[row]!; at >= 0; at = model.caller[at]!) frames.push(`${model.frames.names[model.frame[at]!]!}${model.inlined[at] === 1 ? ' (inline)' : ''}`);
      const values = expected.get([...model.labels[model.labelSet[row]!]!, ...frames].join('\n'));
      assert.ok(values !== undefined, frames.join('\n'));
      assert.equal(values.length, model.samples[row]);
      if (values.length === 1) assert.equal(formatValue(model, sumAt(model.value, row)), values[0]);
    }
  });
}

for (const args of [['go1.24.cpu.labels.pb.gz'], ['node.cpu.labels.pb.gz'], ['gperftools.heap.demangledfull.pb.gz'], ['labels.pb.gz', '-tagfocus=10:20']] as const) {
  test(`the labels of ${args.join(' ')} are those of -tags`, async () => {
    const [name, option] = args;
    const [, key = '', value = ''] = /^-(\w+)=(.*)$/.exec(option ?? '') ?? [];
    const config = key === '' ? {} : {[key === 'tagfocus' ? 'tagFocus' : key]: value};
    const {tags} = labelsReport(await report(await read(name), 'labels', config));
    assert.equal(tagsText(tags), printed('-tags', ...(option === undefined ? [] : [option]), `profiles/${name}`));
  });
}

test('Peek and Source begin with the own function that drives most', async () => {
  const profile = profileOf('cpu nanoseconds', `
    main.main@main.go:10;main.work@main.go:20;strings.Repeat@strings.go:5 70
    main.main@main.go:11;main.rest@main.go:30 20
  `);
  const {tree} = peekReport(await report(profile, 'peek'));
  assert.equal(tree.names[tree.name[0]!], 'main.work');
  assert.equal(sourceReport(await report(profile, 'source')).name, 'main.work');
});

test('a function that calls itself is told of', async () => {
  const profile = profileOf('cpu nanoseconds', 'main;walk;walk;leaf 1\nmain;even;odd;even 1\nmain;slow>slow 1');
  const told: string[] = [];
  for (const selected of ['main', 'walk', 'leaf', 'even', 'odd', 'slow']) if (peekReport(await report(profile, 'peek', {selected})).recursive) told.push(selected);
  assert.deepEqual(told, ['walk', 'slow']);
});

test('Peek finds the function by what another view calls it, and is without a row where it is gone', async () => {
  const profile = profileOf('cpu nanoseconds', 'main.main@main.go:10;main.work@main.go:20 70');
  const shown = async (config: Partial<Config>): Promise<string[]> => {
    const {tree, shown: sum} = peekReport(await report(profile, 'peek', config));
    assert.equal(sum, 70);
    return Array.from(tree.name, (name) => tree.names[name]!);
  };
  assert.deepEqual(await shown({selected: 'main.work:20'}), ['main.work']);
  assert.deepEqual(await shown({selected: 'main.work', granularity: 'filefunctions'}), ['main.work main.go']);
  assert.deepEqual(await shown({selected: 'main.gone'}), []);
});

test('a line has the calls that it makes, and whether they are inlined', async () => {
  const {files: [file]} = sourceReport(await report(profileOf('cpu nanoseconds', `
    main@m.go:1;work@w.go:12>inner@i.go:3 30
    main@m.go:1;work@w.go:12;outer@o.go:7 10
    main@m.go:1;work@w.go:14 5
  `), 'source', {selected: 'work'}));
  assert.deepEqual([...file!.line], [12, 14]);
  assert.deepEqual([...file!.lineCum.numbers], [40, 5]);
  assert.deepEqual([...file!.lineFlat.numbers], [0, 5]);
  assert.deepEqual(file!.calls, [{name: 'inner', value: 30, inlined: true}, {name: 'outer', value: 10, inlined: false}]);
  assert.deepEqual([...file!.callStart], [0, 2, 2]);
});

test('the other functions of the file stand beside the one that is shown', async () => {
  const {files: [file]} = sourceReport(await report(profileOf('cpu nanoseconds', 'main@m.go:1;work@m.go:12 30'), 'source', {selected: 'work'}));
  assert.deepEqual(file!.others.functions, [{name: 'main', firstLine: 1, cum: 30}]);
  assert.deepEqual([...file!.others.line], [1]);
});

test('a function without a file, and one that is not there, are told apart', async () => {
  const profile = profileOf('cpu nanoseconds', 'main 1');
  const known = sourceReport(await report(profile, 'source', {selected: 'main'}));
  const gone = sourceReport(await report(profile, 'source', {selected: 'other'}));
  assert.deepEqual([known.found, known.files.length, gone.found, gone.name], [true, 0, false, 'other']);
});

test('stacks that read the same are one, unless their labels differ or one is inlined', async () => {
  const model = stacksReport(await report(profileOf('cpu nanoseconds', `
    main@m.go:1;work@w.go:2 3 {job=a}
    main@m.go:9;work@w.go:8 4 {job=a}
    main@m.go:1;work@w.go:2 5 {job=b}
    main@m.go:1>work@w.go:2 1 {job=a}
  `), 'stacks'));
  assert.deepEqual([...model.value.numbers], [7, 5, 1]);
  assert.deepEqual([...model.samples], [2, 1, 1]);
  assert.deepEqual([...model.depth], [1, 2, 2]);
});

test('the numbers of a label are ascending, and a row of them knows which it stands for', async () => {
  const {numeric: [sizes], tags, low, high, without} = labelsReport(await report(profileOf('space bytes', `
    a 10 {size=#2048bytes}
    b 20 {size=#16bytes}
    c 5
  `), 'labels'));
  assert.deepEqual([sizes!.unit, [...sizes!.value], [...sizes!.weight]], ['bytes', [16, 2048], [20, 10]]);
  assert.deepEqual(tags.values.map((value, row) => `${value} ${low[row]} ${high[row]}`), ['16B 16 16', '2kB 2048 2048']);
  assert.deepEqual([...without], [5]);
});
