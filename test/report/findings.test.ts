import assert from 'node:assert/strict';
import {test} from 'node:test';
import {defaultConfig} from '../../src/config/config.js';
import type {Config} from '../../src/config/config.js';
import type {ProfileBuilder} from '../../src/profile/builder.js';
import {findingsReport} from '../../src/report/findings.js';
import type {Finding} from '../../src/report/findings.js';
import {Preparer} from '../../src/report/prepare.js';
import {reports} from '../../src/report/reports.js';
import {profileOf} from '../helpers/profile-of.js';

async function findings(types: string, text: string, config: Partial<Config> = {}, change?: (builder: ProfileBuilder) => void): Promise<Map<string, Finding>> {
  const report = await new Preparer(profileOf(types, text, change)).prepare(reports.findings.settings({...defaultConfig, ...config}));
  return new Map(findingsReport(report).findings.map((finding) => [finding.id, finding]));
}

const cpu = 'samples count, cpu nanoseconds';
const malloc = 'runtime.mallocgc@/usr/local/go/src/runtime/malloc.go';
const drain = 'runtime.gcDrain@/usr/local/go/src/runtime/mgcmark.go';

test('the two functions that drive most are where to start', async () => {
  const {names, numbers} = (await findings(cpu, `
    main.main;main.load;strings.Index 600 600
    main.main;main.parse              300 300
    main.main                         100 100
  `)).get('start')!;
  assert.deepEqual(names, ['main.load', 'main.parse']);
  assert.deepEqual(numbers, [0.6, 0.3, 0.4]);
});

test('where to start is said as what is counted wants it', async () => {
  const ids = async (types: string, own: number, called: number) => [...(await findings(types, `
    main.main;main.load;strings.Index ${called}
    main.main;main.parse              ${own}
  `)).keys()];
  assert.deepEqual((await ids('goroutine count', 30, 60)).includes('stand'), true);
  assert.deepEqual((await ids('goroutine count', 30, 60)).filter((id) => id.startsWith('start')), []);
  assert.deepEqual((await ids('alloc_space bytes', 30, 60)).includes('start-callees'), true);
  assert.deepEqual((await ids('alloc_space bytes', 60, 30)).includes('start-own'), true);
});

test('memory work is said from a quarter on', async () => {
  const with_ = (allocation: number, gc: number) => findings(cpu, `
    main.main;${malloc} ${allocation} ${allocation}
    ${drain} ${gc} ${gc}
    main.main ${1000 - allocation - gc} ${1000 - allocation - gc}
  `);
  assert.deepEqual((await with_(100, 150)).get('memory-work')?.numbers, [0.15, 0.1, 0.25]);
  assert.equal((await with_(100, 140)).has('memory-work'), false);
});

test('copies are said with who asks for them', async () => {
  const {names, numbers} = (await findings(cpu, `
    main.main;main.join;runtime.memmove 100 100
    main.main;main.grow;runtime.memmove  50  50
    main.main                           850 850
  `)).get('copy')!;
  assert.deepEqual([names, numbers], [['main.join', 'main.grow'], [0.15]]);
});

test('few samples are said, and how wrong a tenth may be', async () => {
  const few = (await findings(cpu, 'main.main 36 360')).get('few')!;
  assert.equal(few.level, 'serious');
  assert.deepEqual(few.numbers.map((number) => Math.round(number * 1000) / 1000), [36, 0, 0.2]);
  assert.equal((await findings(cpu, 'main.main 400 400')).get('few')?.level, 'warning');
  assert.equal((await findings(cpu, 'main.main 500 500')).has('few'), false);
});

test('what is said of a whole recording is not said of a part', async () => {
  assert.equal((await findings(cpu, 'main.main 36 360', {focus: 'main'})).has('few'), false);
});

test('a short and an idle recording are said', async () => {
  const found = await findings(cpu, 'main.main 500 90000000', {}, (builder) => (builder.durationNanos = 1_000_000_000n));
  assert.deepEqual(found.get('short')?.numbers, [1_000_000_000]);
  assert.deepEqual(found.get('idle')?.numbers, [90_000_000, 1_000_000_000]);
});

test('a heap says who holds, what churns, and that the process looks bigger', async () => {
  const found = await findings('alloc_space bytes, inuse_space bytes', `
    main.main;main.cache;bytes.clone   100 90
    main.main;main.join;bytes.growSlice 900 10
  `);
  assert.deepEqual([found.get('holder')?.names, found.get('holder')?.numbers], [['main.cache'], [90, 0.9]]);
  assert.deepEqual([found.get('churn')?.names, found.get('churn')?.numbers], [['bytes.growSlice'], [0.9, 0.1]]);
  assert.deepEqual(found.get('rss')?.numbers, [100]);
});

test('goroutines that wait in one place are a pile', async () => {
  const pile = (await findings('goroutine count', `
    main.worker;runtime.gopark 94
    main.main;runtime.gopark    6
  `)).get('goroutine-pile')!;
  assert.deepEqual([pile.names, pile.numbers], [['main.worker'], [0.94]]);
});

test('goroutines that have waited for ten minutes or more are said by where most of them stand', async () => {
  const waits = await findings('goroutine count', `
    main.main                        1 {wait=#90minutes}
    main.serve;runtime.gopark        3 {wait=#12minutes}
    main.serve;runtime.gopark        2 {wait=#40minutes}
    main.serve;runtime.gopark       20 {wait=#9minutes}
  `);
  assert.deepEqual([waits.get('long-wait')?.names, waits.get('long-wait')?.numbers], [['main.serve'], [5, 40]]);
  assert.equal((await findings('goroutine count', 'main.serve;runtime.gopark 200 {wait=#9minutes}')).has('long-wait'), false);
});

test('addresses without names are said', async () => {
  const found = await findings('cpu nanoseconds', 'main.main 3', {}, (builder) => {
    builder.sample([builder.location(0, 0x10n)], [1]);
  });
  assert.deepEqual(found.get('symbols')?.numbers, [0.25]);
});

test('stacks that end at a usual limit were cut', async () => {
  const deep = (frames: number) => Array.from({length: frames}, (_, i) => `main.f${i}`).join(';');
  assert.deepEqual((await findings(cpu, `${deep(64)} 100 100\n main.f0 900 900`)).get('truncated')?.numbers, [0.1, 64]);
  assert.equal((await findings(cpu, `${deep(63)} 100 100\n main.f0 900 900`)).has('truncated'), false);
});

test('a difference and an empty profile say nothing', async () => {
  assert.equal((await findings(cpu, 'main.main 10 10\n main.main;main.f -5 -5')).size, 0);
  assert.equal((await findings(cpu, 'main.main 0 0')).size, 0);
});
