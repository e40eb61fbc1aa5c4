import assert from 'node:assert/strict';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'node:test';
import {Failure} from '../../src/base/failure.js';
import {parseLegacy} from '../../src/profile/legacy/legacy.js';
import {decodeProfile} from '../helpers/decode-profile.js';
import {encodeProfile} from '../../src/profile/encode.js';
import type {Profile} from '../../src/profile/profile.js';
import {plainProfile} from '../helpers/plain.js';

const own = join(import.meta.dirname, '../profiles');
const shared = join(import.meta.dirname, '../../../shared/profiles');

for (const folder of [own, shared].filter((folder) => existsSync(folder))) {
  const files = readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile() && !/\/(?:src|symbolize)$/.test(entry.parentPath))
    .map((entry) => join(entry.parentPath, entry.name));
  test(`every profile of ${folder === own ? 'our own' : 'the shared folder'} reads the same after it was written`, () => {
    let opened = 0;
    for (const file of files) {
      const profile = read(readFileSync(file));
      if (profile === undefined) continue;
      opened++;
      const again = decodeProfile(encodeProfile(profile));
      // profile.proto cannot hold a numeric label of 0 without a unit, which heap text has for records without objects.
      const first = /\.pb(?:\.gz)?$/.test(file) ? profile : decodeProfile(encodeProfile(again));
      assert.deepEqual(plainProfile(again), plainProfile(first), file);
    }
    assert.ok(opened >= 40, `${opened} profiles opened`);
  });
}

function read(bytes: Uint8Array): Profile | undefined {
  try {
    return decodeProfile(bytes, {}, parseLegacy);
  } catch (error) {
    assert.ok(error instanceof Failure);
    return undefined;
  }
}
