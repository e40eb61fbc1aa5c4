import assert from 'node:assert/strict';
import {test} from 'node:test';
import {readService, type ServiceAddress} from '../../src/app/address.js';
import {formsOf, plannedAddress, profilesListed, type CollectPlan} from '../../src/app/collect-plan.js';

const folder = 'http://box:6060/debug/pprof/';
const service = {kind: 'service', folder, profile: 'profile', seconds: 0} as const;

// What a person pastes, and the service and the profile that it means.
const pasted: readonly [text: string, folder: string, profile: string, seconds: number][] = [
  ['localhost:6060', 'http://localhost:6060/debug/pprof/', 'profile', 0],
  [':6060', 'http://localhost:6060/debug/pprof/', 'profile', 0],
  ['box', 'http://box/debug/pprof/', 'profile', 0],
  ['http://box:6060/', folder, 'profile', 0],
  ['http://box:6060/debug/pprof', folder, 'profile', 0],
  ['http://box:6060/debug/pprof/', folder, 'profile', 0],
  ['http://box:6060/debug/pprof/heap', folder, 'heap', 0],
  ['http://box:6060/debug/pprof/mutex?seconds=7', folder, 'mutex', 7],
  ['http://box/app1/debug/pprof/heap?gc=1', 'http://box/app1/debug/pprof/', 'heap', 0],
  ['http://box/app1/', 'http://box/app1/debug/pprof/', 'profile', 0],
  ['go tool pprof -http=: http://box:6060/debug/pprof/allocs', folder, 'allocs', 0],
];

for (const [text, wanted, profile, seconds] of pasted) {
  test(`"${text}" is the service at ${wanted}, and its ${profile}`, () => {
    assert.deepEqual(readService(text, false), {kind: 'service', folder: wanted, profile, seconds} satisfies ServiceAddress);
  });
}

for (const url of ['https://box.example/cpu.pb.gz', 'http://localhost:4040/pyroscope/render?format=pprof&query=x']) {
  test(`${url} is asked as it stands`, () => {
    assert.deepEqual(readService(url, false), {kind: 'whole', url} satisfies ServiceAddress);
  });
}

const plain: CollectPlan = {profile: 'heap', seconds: 0, debug: 0, gc: false};
const planned: readonly [plan: Partial<CollectPlan>, asked: string][] = [
  [{}, 'heap'],
  [{gc: true}, 'heap?gc=1'],
  [{seconds: 10}, 'heap?seconds=10'],
  [{profile: 'profile'}, 'profile?seconds=30'],
  [{profile: 'profile', seconds: 5, gc: true}, 'profile?seconds=5'],
  [{profile: 'goroutine', debug: 2}, 'goroutine?debug=2'],
  [{profile: 'goroutine', debug: 2, seconds: 3}, 'goroutine?seconds=3'],
  [{profile: 'example.com/leaks'}, 'example.com/leaks'],
  [{profile: 'a b?c'}, 'a%20b%3Fc'],
];

for (const [plan, asked] of planned) {
  test(`${JSON.stringify(plan)} is asked as ${asked}`, () => {
    assert.equal(plannedAddress(service, {...plain, ...plan}), folder + asked);
  });
}

test('a text form is offered where Go has one: not for a CPU profile, and not over a time', () => {
  assert.deepEqual(formsOf({profile: 'profile', seconds: 30}), [0]);
  assert.deepEqual(formsOf({profile: 'goroutine', seconds: 0}), [0, 2, 1]);
  assert.deepEqual(formsOf({profile: 'goroutine', seconds: 5}), [0]);
  assert.deepEqual(formsOf({profile: 'mutex', seconds: 0}), [0, 1]);
});

// As the index page may be written, and the names that it gives.
const pages: readonly [what: string, html: string, names: readonly string[]][] = [
  ['Go\'s table', '<td><a href=\'allocs?debug=1\'>allocs</a></td><a href="heap?debug=1">', ['allocs', 'heap']],
  ['links without quotation marks and in capitals', '<A HREF=block?debug=1>', ['block']],
  ['a name with a path in it', '<a href="example.com/leaks?debug=1">', ['example.com/leaks']],
  ['whole addresses and paths', '<a href="http://box:6060/debug/pprof/heap"><a href="/debug/pprof/mutex?x&amp;y">', ['heap', 'mutex']],
  ['a name said twice', '<a href="goroutine?debug=1"><a href="goroutine?debug=2">', ['goroutine']],
  ['pages that are no profiles', '<a href="cmdline?debug=1"><a href="trace?debug=1"><a href="symbol">', []],
  ['links to elsewhere', '<a href="https://x.example/debug/pprof/a"><a href="../../b"><a href="/c"><a href="javascript:alert(1)">', []],
  ['names that no profile has', '<a href="%3Cimg%3E"><a href="a%00b"><a href="%ff"><a href="">', []],
  ['a page that is cut off', '<a href="heap?deb', ['heap']],
  ['no links at all', '\0\x01 href=', []],
];

for (const [what, html, names] of pages) {
  test(`an index page with ${what} lists ${names.join(', ') || 'nothing'}`, () => {
    assert.deepEqual(profilesListed(html, folder), names);
  });
}

test('a page of a million links is read to the 64th name', () => {
  const html = Array.from({length: 100_000}, (_, i) => `<a href="p${i}">`).join('');
  assert.equal(profilesListed(html, folder).length, 64);
});
