import assert from 'node:assert/strict';
import {test} from 'node:test';
import {assembleProfile} from '../../src/profile/assemble.js';
import {profileOf} from '../helpers/profile-of.js';

const profile = profileOf('cpu nanoseconds', 'main;work 10');

test('a profile alone is the one that was read', async () => {
  assert.equal(await assembleProfile([profile]), profile);
});

test('a binary and a build id that are named are those of the first mapping', async () => {
  const {mappings} = await assembleProfile([profile], {binary: {file: '/srv/app', buildId: 'abc'}});
  assert.deepEqual([mappings[0]!.file, mappings[0]!.buildId], ['/srv/app', 'abc']);
  assert.equal((await assembleProfile([profile], {binary: {file: '', buildId: 'abc'}})).mappings[0]!.file, '/bin/app');
});

test('a comment that is added stands behind those of the profile', async () => {
  const own = profileOf('cpu nanoseconds', 'main 1', (builder) => builder.comments.push('first'));
  assert.deepEqual((await assembleProfile([own], {comment: 'second'})).comments, ['first', 'second']);
});
