import {encodeProfile} from '../../src/profile/encode.js';
import {profileOf} from './profile-of.js';

const megabyte = 2 ** 20;

/** A heap of a service that never lets go of a session, `minute` minutes after noon: 8 MB more each. */
export function leakingHeap(minute: number): Buffer {
  const leaked = 4 + minute * 8;
  return Buffer.from(encodeProfile(profileOf('inuse_objects count, inuse_space bytes', `
    main.main;main.serve;main.remember;runtime.mallocgc ${leaked} ${leaked * megabyte}
    main.main;main.load;runtime.mallocgc                6         ${6 * megabyte}
  `, (builder) => {
    builder.timeNanos = BigInt(Date.UTC(2026, 6, 1, 12) + minute * 60_000) * 1_000_000n;
  })));
}
