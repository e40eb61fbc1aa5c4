import assert from 'node:assert/strict';
import {test} from 'node:test';
import {defaultConfig} from '../../src/config/config.js';
import {readProfile} from '../../src/profile/open.js';
import {stateOfStack} from '../../src/report/goroutine-state.js';
import {goroutinesReport} from '../../src/report/goroutines.js';
import type {GoroutinesReport} from '../../src/report/goroutines.js';
import {Preparer} from '../../src/report/prepare.js';
import {profileOf} from '../helpers/profile-of.js';

async function goroutinesOf(text: string): Promise<GoroutinesReport> {
  const bytes = new TextEncoder().encode(text);
  const profile = await readProfile(new Blob([bytes]).stream(), {name: 'dump', size: bytes.length, goText: true});
  return goroutinesReport(await new Preparer(profile).prepare(defaultConfig));
}

const dump = `goroutine 1 [running]:
main.main()
\t/src/main.go:10 +0x1

goroutine 7 [chan receive, 3 minutes]:
main.worker(0x1)
\t/src/main.go:90 +0x1
created by main.main in goroutine 1
\t/src/main.go:107 +0x2

goroutine 5 [chan receive, 12 minutes]:
main.worker(0x1)
\t/src/main.go:90 +0x1
created by main.start in goroutine 1
\t/src/main.go:108 +0x2

goroutine 9 [IO wait]:
internal/poll.runtime_pollWait(0x1)
\t/go/src/runtime/netpoll.go:351 +0x1
main.read(0x1)
\t/src/main.go:50 +0x1
`;

test('goroutines with equal stacks are one group, with the longest wait and all who made them', async () => {
  const model = await goroutinesOf(dump);
  assert.deepEqual([...model.count], [2, 1, 1]);
  assert.deepEqual([...model.longestWait], [12, 0, 0]);
  const members = Array.from({length: model.memberStart[1]!}, (_, member) =>
    `${model.memberId[member]} ${model.states[model.memberState[member]!]} ${model.memberWait[member]} ${model.creators[model.memberCreator[member]!]}`);
  assert.deepEqual(members, ['5 chan receive 12 main.start, main.go:108', '7 chan receive 3 main.main, main.go:107']);
});

test('a group knows the frame of the person\'s own code that is nearest to the leaf', async () => {
  const {own, frame, frames, line} = await goroutinesOf(dump);
  assert.deepEqual(Array.from(own, (place) => `${frames.names[frame[place]!]}:${line[place]}`), ['main.worker:90', 'main.main:10', 'main.read:50']);
});

test('a dump that only counts has the state that the stack shows', async () => {
  const profile = profileOf('goroutine count', `
    main.worker;runtime.chanrecv1;runtime.chanrecv;runtime.gopark 500
    main.read;internal/poll.runtime_pollWait;runtime.netpollblock;runtime.gopark 3
    main.busy 1
  `);
  const model = goroutinesReport(await new Preparer(profile).prepare(defaultConfig));
  assert.equal(model.detailed, false);
  assert.deepEqual([...model.count], [500, 3, 1]);
  assert.deepEqual(Array.from(model.memberState, (state) => model.states[state]), ['chan receive', 'IO wait', '']);
  assert.deepEqual([...model.memberCount], [500, 3, 1]);
});

// The words are those of runtime/runtime2.go (waitReasonStrings).
for (const [stack, state] of [
  ['runtime.gopark runtime.selectgo main.loop', 'select'],
  ['runtime.gopark runtime.chansend runtime.chansend1 main.feed', 'chan send'],
  ['runtime.gopark runtime.goparkunlock runtime.semacquire1 sync.runtime_SemacquireMutex sync.(*Mutex).lockSlow', 'sync.Mutex.Lock'],
  ['runtime.gopark time.Sleep main.tick', 'sleep'],
  ['main.busy main.main', ''],
] as const) {
  test(`${stack} is ${state === '' ? 'nothing that is known' : state}`, () => {
    assert.equal(stateOfStack(stack.split(' ')), state);
  });
}
