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

test('the work before the first profile is done in steps, and ends at the first one that is not wished', async () => {
  let steps = 0;
  await warmUp(() => ++steps < 4);
  assert.ok(steps >= 4 && steps < 8, `${steps} steps`);
  await warmUp(() => {
    steps++;
    return true;
  });
  assert.ok(steps > 100, `${steps} steps`);
});
