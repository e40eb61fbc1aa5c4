import assert from 'node:assert/strict';
import {test} from 'node:test';
import {defaultConfig} from '../../src/config/config.js';
import {Session} from '../../src/engine/session.js';
import {profileInfo} from '../../src/engine/profile-info.js';
import {warmProfile} from '../../src/engine/warm-profile.js';
import {warmUp} from '../../src/engine/warm-up.js';
import {readProfile} from '../../src/profile/open.js';
import {mayBeMangled} from '../../src/symbol/mangled.js';

test('the made profile is a whole one and has all that profiles have', async () => {
  const profile = await readProfile(new Blob([await warmProfile(1, true, async () => {})]));
  const {samples, stacks, locations, lines, functions, labelSets, strings} = profile;
  assert.ok(stacks.length > 2 * samples.length && samples.length > 1000, 'most frames are shared, and not all');
  assert.ok(new Set(samples.stack).size < samples.length, 'stacks come again');
  assert.ok(lines.length > locations.length, 'some lines are inlined');
  for (const {name, high} of [{name: 'address', high: locations.address.high}, {name: 'id', high: locations.id.high}, {name: 'value', high: samples.values[1]!.high}]) assert.ok(high?.some((word) => word !== 0), name);
  assert.deepEqual(new Set(labelSets.isNumber), new Set([0, 1]));
  assert.deepEqual([...new Set(labelSets.key)].map((row) => strings.get(row)).sort(), ['bytes', 'endpoint']);
  assert.ok(functions.length > 100);
  const session = new Session(profile, profileInfo(profile, {id: '', name: '', size: 0}), true);
  const {model} = await session.report('flamegraph', defaultConfig);
  assert.ok(model.frame.length > 100);
});

test('the made profile is there with mangled names and without any', async () => {
  for (const isMangled of [true, false]) assert.equal(mayBeMangled(await readProfile(new Blob([await warmProfile(1, isMangled, async () => {})]))), isMangled);
});

test('the work before the first profile is done in steps, and ends soon after there is one', async () => {
  /** How many other tasks there is time for while it goes on. */
  const tasksBeside = async (signal: AbortSignal, between: (task: number) => void = () => {}): Promise<number> => {
    let isOver = false;
    const done = warmUp(signal).finally(() => (isOver = true));
    let tasks = 0;
    for (; !isOver; tasks++) {
      between(tasks);
      await new Promise((resolve) => setTimeout(resolve));
    }
    await done;
    return tasks;
  };
  const used = new AbortController();
  const [early, whole] = [await tasksBeside(used.signal, (task) => task === 2 && used.abort()), await tasksBeside(new AbortController().signal)];
  assert.ok(early * 2 < whole && whole > 60, `${early} and ${whole} tasks`);
});
