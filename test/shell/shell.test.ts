import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'node:test';
import {defaultConfig, type Config} from '../../src/config/config.js';
import {encodeProfile} from '../../src/profile/encode.js';
import {decodeProfile} from '../helpers/decode-profile.js';
import type {Profile} from '../../src/profile/profile.js';
import {Preparer} from '../../src/report/prepare.js';
import {Shell, type ShellAnswer, type ShellHost} from '../../src/shell/shell.js';
import {Failure} from '../../src/base/failure.js';
import type {GoldenCase} from '../golden/golden-case.js';
import {profileOf} from '../helpers/profile-of.js';
import {runReport} from '../report-command.js';

process.env['TZ'] = 'UTC';

const profiles = join(import.meta.dirname, '../profiles');
const cases = JSON.parse(readFileSync(join(import.meta.dirname, '../golden/cases.json'), 'utf8')) as GoldenCase[];

const host: ShellHost = {
  sources: () => ({
    lines(path) {
      throw new Failure('no-source', `no ${path}`);
    },
  }),
  encode: async (profile) => encodeProfile(profile),
};

const small = new Shell(new Preparer(profileOf('samples count, cpu nanoseconds', `
  main.main;main.run;main.(*T).work 1 10
  main.main;main.run;net/http.serve 2 20
`)), host);

/** The last answer of `lines`, one after the other, as the prompt of `shell` begins. */
async function ask(shell: Shell, ...lines: string[]): Promise<ShellAnswer> {
  let answer = await shell.start(defaultConfig);
  for (const line of lines) answer = await shell.run(line, answer.options);
  return answer;
}

function textOf({output}: ShellAnswer): string {
  return output.kind === 'text' ? output.text : '';
}

// The reports of the command line and those of the prompt are one: each command
// line that pprof was asked with is typed as lines, and has to print the same.
for (const name of ['go1.24.cpu.pb.gz', 'go1.24.server.heap.pb.gz', 'labels.pb.gz', 'mean.contention.pb.gz', 'names.pb.gz']) {
  const asked = cases.flatMap((golden) => {
    const lines = golden.args.at(-1) === `profiles/${name}` && golden.exit === 0 ? linesOf(golden.args.slice(0, -1)) : undefined;
    return lines === undefined ? [] : [{golden, lines}];
  });
  test(`the prompt over ${name} prints what pprof does, in ${asked.length} reports`, async () => {
    assert.ok(asked.length > 0);
    const shell = new Shell(new Preparer(await opened(name)), host);
    for (const {golden, lines} of asked) assert.equal(textOf(await ask(shell, ...lines)), golden.stdout, lines.join('\n'));
  });
}

/** A profile after all that pprof does to it before the prompt. */
async function opened(name: string): Promise<Profile> {
  const {output} = await runReport(['-proto', join(profiles, name)], () => {});
  return decodeProfile(output as Uint8Array);
}

/** The lines that ask for what the flags ask for; undefined where the prompt has no word for a flag. */
function linesOf(flags: readonly string[]): readonly string[] | undefined {
  const lines = ['compact_labels=false'];
  let command: string | undefined;
  for (const flag of flags) {
    const [, name = '', value] = /^-([^=]+)(?:=(.*))?$/s.exec(flag) ?? [];
    if (name === 'top' || name === 'text') {
      command = name;
      // The prompt shows ten rows where nobody says how many, the command line all.
      lines.unshift('nodecount=0');
    } else if (['tree', 'traces', 'tags', 'raw', 'comments', 'dot'].includes(name)) command = name;
    else if (['peek'].includes(name) && !/\s/.test(value!)) command = `${name} ${value!}`;
    else if (['base', 'diff_base', 'symbolize', 'add_comment', 'all_frames', 'normalize', ''].includes(name)) return undefined;
    else if (/^(inuse|alloc)_|^(contentions|total_delay|mean_delay)$/.test(name)) return undefined;
    else if (['list', 'weblist', 'disasm', 'callgrind', 'proto', 'topproto'].includes(name)) return undefined;
    else lines.push(value === undefined ? name : `${name}=${value}`);
  }
  return command === undefined ? undefined : [...lines, command];
}

for (const [lines, flags] of [
  [['top10 -cum'], ['-top', '-cum', '-nodecount=10']],
  [['top'], ['-top', '-nodecount=10']],
  [['tree 5 main -runtime'], ['-tree', '-nodecount=5', '-focus=main', '-ignore=runtime']],
  [['lines', 'unit=ms', 'text3'], ['-text', '-nodecount=3', '-lines', '-unit=ms']],
  [['samples', 'peek Hash'], ['-peek=Hash', '-sample_index=samples']],
  [['mean_cpu', 'top'], ['-top', '-mean', '-sample_index=cpu', '-nodecount=10']],
  [['focus=Hash', ':', 'traces'], ['-traces']],
] as const) {
  test(`\`${lines.join('`, `')}\` prints what ${flags.join(' ')} does`, async () => {
    const name = 'go1.24.cpu.pb.gz';
    const {output} = await runReport([...flags, '-compact_labels', join(profiles, name)], () => {});
    const shell = new Shell(new Preparer(await opened(name)), host);
    assert.equal(textOf(await ask(shell, ...lines)), output);
  });
}

test('the prompt starts with the options of the page, short legends, and three commands to try', async () => {
  const {options, output} = await small.start({...defaultConfig, focus: 'run', search: 'x', selected: 'main.main', yourCode: 'main'});
  assert.deepEqual(options, {...defaultConfig, focus: 'run', compactLabels: true});
  const lines = (output as {text: string}).text.split('\n');
  assert.deepEqual(lines.slice(0, 2), ['File: app', 'Type: cpu']);
  assert.deepEqual(lines.slice(3, 6).map((line) => line.trim().split(/\s/)[0]), ['top10', 'list', 'web']);
});

test('a sample type without samples is said, with those that there are', async () => {
  const shell = new Shell(new Preparer(profileOf('a count, b count', 'main 5 0')), host);
  assert.match(textOf(await shell.start(defaultConfig)), /no samples of this type.*\n.*one of: a b/);
});

test('where a row names a function is told, to the character', async () => {
  const spans = async (...lines: string[]) => {
    const {output} = await ask(small, ...lines);
    assert.ok(output.kind === 'text');
    return Array.from({length: output.names.length / 2}, (_, i) => output.text.slice(output.names[2 * i], output.names[2 * i + 1]));
  };
  assert.deepEqual(await spans('top'), ['net/http.serve', 'main.(*T).work', 'main.main', 'main.run']);
  assert.deepEqual(await spans('traces'), ['main.(*T).work', 'main.run', 'main.main', 'net/http.serve', 'main.run', 'main.main']);
  assert.deepEqual(await spans('peek work'), ['main.run', 'main.(*T).work']);
  assert.deepEqual(await spans('addresses', 'top'), ['net/http.serve', 'main.(*T).work', 'main.main', 'main.run']);
  assert.deepEqual(await spans('list work'), []);
  assert.deepEqual(await spans('o'), []);
});

test('where no source is seen, list shows the lines that cost something', async () => {
  const profile = profileOf('samples count', 'main@main.go:3;work@work.go:12 5\nmain@main.go:3;work@work.go:20 7');
  const shell = new Shell(new Preparer(profile), {...host, sources: undefined});
  const answer = await ask(shell, 'list work');
  assert.deepEqual(textOf(answer).split('\n').slice(1, -1), [
    'ROUTINE ======================== work in work.go', '        12         12 (flat, cum)   100% of Total', '         5          5     12:', '         7          7     20:',
  ]);
  assert.equal(answer.messages.length, 1);
});

test('a file goes by the name it is given, and else by that of its kind', async () => {
  const {output} = await ask(small, 'top >top.txt');
  assert.ok(output.kind === 'file' && output.name === 'top.txt');
  assert.equal(new TextDecoder().decode(output.bytes), textOf(await ask(small, 'top')));
  for (const [line, extension] of [['proto', 'pb.gz'], ['topproto', 'pb.gz'], ['callgrind', 'callgraph.out'], ['kcachegrind', 'callgraph.out']] as const) {
    const {output: file} = await ask(small, line);
    assert.ok(file.kind === 'file' && file.name === '' && file.extension === extension, line);
  }
});

test('the profile that proto gives holds what the filters left', async () => {
  const {output} = await ask(small, 'ignore=http', 'proto');
  assert.ok(output.kind === 'file');
  assert.equal(decodeProfile(output.bytes).samples.length, 1);
});

test('what pprof opens in a browser is a view with the options of the line', async () => {
  const {output} = await ask(small, 'hide=run', 'web 7 http');
  assert.ok(output.kind === 'view' && output.view === 'graph');
  assert.deepEqual([output.config.hide, output.config.focus, output.config.nodeCount], ['run', 'http', 7]);
  const {output: source} = await ask(small, 'weblist work');
  assert.ok(source.kind === 'view' && source.view === 'source' && source.pattern === 'work');
});

const refused: readonly [lines: readonly string[], error: string][] = [
  [['sample_index=9'], 'sample_index 9 is outside the range [0..1]'],
  [['sample_index=wall'], 'sample_index "wall" must be one of: [samples cpu]'],
  [['focus=(', 'top'], 'parsing focus regexp: error parsing regexp: missing closing ): `(`'],
  [['peek ('], 'parsing argument regexp (: error parsing regexp: missing closing ): `(`'],
  [['list nobody'], 'no matches found for regexp: nobody'],
  [['divide_by=0', 'top'], 'zero divisor specified'],
  [['help nobody'], 'Unknown command: nobody'],
];

for (const [lines, error] of refused) {
  test(`\`${lines.join('`, `')}\` says: ${error}`, async () => assert.equal((await ask(small, ...lines)).error, error));
}

test('a report that there is no room for is refused in place of ending the thread', async () => {
  // 2,100 samples with stacks of 2,000 frames.
  const deep = Array.from({length: 2000}, (_, i) => `f${i}`).join(';');
  const profile = profileOf('samples count', Array.from({length: 2100}, (_, i) => `${deep} 1 {id=${i}}`).join('\n'));
  const {error} = await ask(new Shell(new Preparer(profile), host), 'traces');
  assert.match(error, /^traces would print more than there is room for.* \(4202100 lines\)/);
  // The same samples ten times over.
  const {samples} = profile;
  const rows = Uint32Array.from({length: samples.length * 10}, (_, row) => row % samples.length);
  const many: Profile = {...profile, samples: {
    length: rows.length, stack: Int32Array.from(rows, (row) => samples.stack[row]!), labels: Uint32Array.from(rows, (row) => samples.labels[row]!),
    values: samples.values.map((column) => column.gather(rows)),
  }};
  const {error: raw} = await ask(new Shell(new Preparer(many), host), 'raw');
  assert.match(raw, /^raw would print more than there is room for.* \(42021000 frames\)/);
});

test('a refused line leaves the options as they were', async () => {
  const {options} = await ask(small, 'focus=run', 'nodecount=x', 'sample_index=9');
  assert.deepEqual(options, {...defaultConfig, compactLabels: true, focus: 'run'} satisfies Config);
});

test('sample_index by number is kept by name', async () => {
  assert.equal((await ask(small, 'sample_index=0')).options.sampleIndex, 'samples');
});

test('a filter that matches nothing is said beside the report', async () => {
  assert.deepEqual((await ask(small, 'top nobody')).messages, ['Focus expression matched no samples']);
});

test('list shows the text of the files that it asked for and was given', async () => {
  const shell = new Shell(new Preparer(profileOf('cpu nanoseconds', `
    main@/src/a.go:2;work@/src/b.go:3 10
    main@/src/a.go:2;work@/src/b.go:4 5
  `)), {...host, sources: undefined});
  const {options} = await shell.start(defaultConfig);
  const blank = await shell.run('list .', options);
  assert.deepEqual(blank.sources, ['/src/a.go', '/src/b.go']);
  const answer = await shell.run('list .', options, [{path: '/src/b.go', lines: ['package b', '', 'one()', 'two()']}]);
  assert.deepEqual(answer.messages, []);
  const text = textOf(answer);
  assert.match(text, /ROUTINE =+ main in \/src\/a\.go\n.*\n Error: could not find file \/src\/a\.go\n/);
  assert.match(text, /10ns +10ns +3:one\(\)\n +5ns +5ns +4:two\(\)\n/);
});

test('the list of options is in a form that a line may set them in', async () => {
  const lines = textOf(await ask(small, 'focus=run', 'nodefraction=0.00001', 'o')).split('\n').map((line) => line.trimEnd());
  for (const line of [
    '  compact_labels            = true', '  focus                     = run', '  ignore                    = ""',
    '  granularity               = (default)            //: [addresses | filefunctions | files | functions | lines]',
    '  nodecount                 = -1                   //: default', '  nodefraction              = 1e-05',
    '  sample_index              = cpu                  //: [samples | cpu]', '  sort                      = flat                 //: [cum | flat]',
  ]) assert.ok(lines.includes(line), line);
  const {options} = await ask(small, 'sort = cum //: [cum | flat]', 'sample_index = samples //: [samples | cpu]');
  assert.deepEqual([options.sort, options.sampleIndex], ['cum', 'samples']);
});

test('there is help on every command and every option', async () => {
  const {commands} = await import('../../src/shell/commands.js');
  const {configFields} = await import('../../src/config/fields.js');
  const all = textOf(await ask(small, 'help'));
  for (const word of [...commands.keys(), ...configFields.flatMap(({name, choices}) => (name === '' ? [] : [name, ...(choices ?? [])]))]) {
    if (word === '') continue;
    assert.ok(all.includes(`  ${word} `), word);
    assert.match(textOf(await ask(small, `help ${word}`)), new RegExp(`^${word}: .+\n`));
  }
});
