import {withMapping, withoutAddresses} from './mappings.js';
import type {Profile} from './profile.js';

export interface AssembleOptions {
  /** Their samples count against those of the sources. */
  readonly bases?: readonly Profile[];
  /** `-diff_base` and not `-base`. */
  readonly diffBase?: boolean;
  readonly normalize?: boolean;
  /** Keeps the frames that the profile would rather not show. */
  readonly allFrames?: boolean;
  /** What the first mapping of each is said to be; '' for what the profile says. */
  readonly binary?: {readonly file: string; readonly buildId: string};
  /** Gives names to addresses; between the merge and the pruning by name. */
  readonly symbolize?: (profile: Profile) => Profile | Promise<Profile>;
  /** Added to the comments, '' for none. */
  readonly comment?: string;
}

/**
 * One profile to report on of the sources and their bases, each as it was read:
 * pprof's steps in pprof's order (internal/driver/fetch.go, fetchProfiles).
 *
 * Fails with `incompatible`.
 */
export async function assembleProfile(sources: readonly Profile[], options: AssembleOptions = {}): Promise<Profile> {
  const {binary = {file: '', buildId: ''}, bases = [], diffBase = false, normalize = false, allFrames = false, symbolize, comment = ''} = options;
  const loaded = (profile: Profile): Profile => withBinary(withMapping(profile), binary);
  let profile = loaded(sources[0]!);
  // One profile alone is the usual case, and needs none of what puts several together.
  if (sources.length > 1 || bases.length > 0 || hasTypeTwice(profile)) {
    const {combineProfiles, subtractBase} = await import('./combine.js');
    profile = combineProfiles(sources.map(loaded));
    if (bases.length > 0) profile = subtractBase(profile, combineProfiles(bases.map(loaded)), {diff: diffBase, normalize});
  }
  if (allFrames) profile = {...profile, dropFrames: '', keepFrames: ''};
  if (symbolize !== undefined) profile = await symbolize(profile);
  if (profile.dropFrames !== '') profile = await (await import('./prune.js')).pruneUninteresting(profile);
  profile = withoutAddresses(profile);
  return comment === '' ? profile : {...profile, comments: [...profile.comments, comment]};
}

function hasTypeTwice({sampleTypes}: Profile): boolean {
  return new Set(sampleTypes.map(({type}) => type)).size < sampleTypes.length;
}

/** The main binary is taken to be the first mapping. (internal/driver/fetch.go, locateBinaries) */
function withBinary(profile: Profile, {file, buildId}: {readonly file: string; readonly buildId: string}): Profile {
  if (file === '' && buildId === '') return profile;
  const [main, ...others] = profile.mappings;
  return {...profile, mappings: [{...main!, file: file || main!.file, buildId: buildId || main!.buildId}, ...others]};
}
