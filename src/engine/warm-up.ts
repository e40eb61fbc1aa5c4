import {TupleInterner} from '../base/tuples.js';
import {defaultConfig} from '../config/config.js';
import {fetchProfile, type Fetched} from '../fetch/fetch-profile.js';
import {takeIn} from '../fetch/intake.js';
import {IdRows} from '../profile/ids.js';
import {Reading} from '../profile/open.js';
import {Places} from '../report/box-walk.js';
import {callCollector} from './call-collector.js';
import {profileInfo} from './profile-info.js';
import {Session} from './session.js';
import {warmProfile} from './warm-profile.js';

/** Sizes of the made profiles that are opened first: after these the browser has compiled what opening one needs. */
const sizes = [1, 1, 1, 1, 1, 1, 4, 4] as const;

/** After a rest: with the large ones what grows has grown, and the last two leave it fit for small ones, which most profiles are. */
const laterSizes = [16, 16, 16, 16, 1, 1] as const;

/** Milliseconds of that rest. The steps of large ones are long for somebody who opens a profile at once. */
const rest = 1000;

/**
 * One of each of what opening a profile makes. What a browser compiled for objects of a shape it throws away
 * with the last object of that shape, when it next collects garbage; and then all was for nothing.
 */
const specimens: unknown[] = [];

/** A profile of a heap as programs wrote it before profile.proto. */
const olderProfile = 'heap profile: 1: 64 [1: 64] @ heap/1\n1: 64 [1: 64] @ 0x401000 0x402000\n';

/**
 * Opens a made profile and asks for its flame graph, time and again, until `used` is aborted.
 *
 * A browser compiles a program with care once it has run for a while. What is not compiled takes a small
 * profile twice as long, so this is done before there is one, in steps of a few milliseconds between
 * which this thread hears what it is asked.
 */
export async function warmUp(used: AbortSignal): Promise<void> {
  try {
    await warm(used);
  } catch (error) {
    if (!used.aborted) throw error;
  }
}

async function warm(used: AbortSignal): Promise<void> {
  const read = async (file: File): Promise<Fetched> => fetchProfile(await takeIn({kind: 'file', file}, undefined), {allowLarge: false, signal: used, onProgress() {}});
  const pause = async (): Promise<void> => {
    await heard();
    used.throwIfAborted();
  };
  const files = new Map<string, File>();
  for (const [round, size] of [...sizes, ...laterSizes].entries()) {
    if (round === sizes.length) {
      specimens.push(new Reading({}), new IdRows(new Int32Array(0), 0), new TupleInterner(1, 1), new Places());
      await new Promise((resolve) => setTimeout(resolve, rest));
    }
    // Of both by turns: what was compiled for the shape of one is thrown away at the first of the other.
    const isMangled = size === 1 && round % 2 === 0;
    const key = `${size} ${isMangled}`;
    await pause();
    const file = files.get(key) ?? await packed(await warmProfile(size, isMangled, pause));
    files.set(key, file);
    await pause();
    const {profile, decoded, id} = await read(file);
    await pause();
    const session = new Session(profile, profileInfo(profile, {id, name: file.name, size: file.size}), true, decoded);
    await session.report('flamegraph', defaultConfig);
    if (round === 1) {
      await pause();
      // The programs for older formats come with the first of these, and a person need not wait for them, nor for what dumps of goroutines open with.
      // Not at the end: what meets bytes that are no profile.proto for the first time is compiled anew.
      await Promise.all([read(new File([olderProfile], 'warm.txt')), import('../report/goroutines.js')]);
    }
    // The larger of each shape are no better specimens.
    if (size === 1) specimens[isMangled ? 0 : 1] = [session, decoded];
  }
  // All else is garbage, and its collector would come while a profile is opened.
  callCollector();
}

async function packed(bytes: Uint8Array<ArrayBuffer>): Promise<File> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'));
  return new File([await new Response(stream).blob()], 'warm.pb.gz');
}

/** Lets what was asked meanwhile come in. */
function heard(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
