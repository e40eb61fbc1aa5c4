import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {test} from 'node:test';
import {pprofCommand} from '../../src/app/pprof-command.js';
import {defaultConfig, type Config} from '../../src/config/config.js';

const cases: readonly [what: string, view: string, change: Partial<Config>, command: string][] = [
  ['nothing but the file', 'flamegraph', {}, 'go tool pprof -http=: cpu.pb.gz'],
  ['filters, quoted', 'flamegraph', {focus: 'main\\.', hide: '^net/http'}, "go tool pprof -http=: -focus='main\\.' -hide='^net/http' cpu.pb.gz"],
  ['a choice is a flag of its own', 'top', {sort: 'cum', granularity: 'lines'}, 'go tool pprof -top -cum -lines cpu.pb.gz'],
  ['what is on by itself is switched off', 'top', {trim: false, noInlines: true}, 'go tool pprof -top -trim=false -noinlines cpu.pb.gz'],
  ['numbers', 'top', {nodeCount: 20, nodeFraction: 0.1}, 'go tool pprof -top -nodecount=20 -nodefraction=0.1 cpu.pb.gz'],
  ['a sample type', 'flamegraph', {sampleIndex: 'alloc_space'}, 'go tool pprof -http=: -sample_index=alloc_space cpu.pb.gz'],
  ['nothing of what the page only looks at', 'flamegraph', {search: 'x', zoom: 'ab', selected: 'main.f', yourCode: 'main', pivot: 'm'}, 'go tool pprof -http=: cpu.pb.gz'],
];

for (const [what, view, change, command] of cases) {
  test(`the command holds ${what}`, () => {
    assert.equal(pprofCommand({name: 'cpu.pb.gz'}, {...defaultConfig, ...change}, view), command);
  });
}

test('a shell reads each word of the command as it was meant', () => {
  const nasty = '$(touch x) `id` "a" \'b\' \\ ;|&<>*?~#!\t§';
  const command = pprofCommand({name: `-${nasty}`}, {...defaultConfig, focus: nasty}, 'top');
  const words = execFileSync('sh', ['-c', `printf '%s\\n' ${command}`], {encoding: 'utf8'}).split('\n');
  assert.deepEqual(words, ['go', 'tool', 'pprof', '-top', `-focus=${nasty}`, `./-${nasty}`, '']);
});
