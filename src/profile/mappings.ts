import type {Mapping, Profile} from './profile.js';

/**
 * A profile without mappings with the one that pprof gives it as it is loaded: an
 * empty one that holds every location (internal/driver/fetch.go, locateBinaries).
 */
export function withMapping(profile: Profile): Profile {
  if (profile.mappings.length > 0) return profile;
  const mapping: Mapping = {
    id: 1n, start: 0n, limit: 0n, offset: 0n, file: '', buildId: '', hasFunctions: false, hasFilenames: false,
    hasLineNumbers: false, hasInlineFrames: false, kernelRelocationSymbol: '',
  };
  return {...profile, mappings: [mapping], locations: {...profile.locations, mapping: new Int32Array(profile.locations.length)}};
}

/**
 * A profile whose mappings are not named by an address.
 *
 * pprof names the mappings of a collected profile by where it was collected and
 * takes that back before it reports; by the same rule a mapping `C:\app.exe`
 * without a build id loses its name (internal/driver/fetch.go, unsourceMappings).
 */
export function withoutAddresses(profile: Profile): Profile {
  if (!profile.mappings.some(isNamedByAddress)) return profile;
  return {...profile, mappings: profile.mappings.map((mapping) => (isNamedByAddress(mapping) ? {...mapping, file: ''} : mapping))};
}

function isNamedByAddress({buildId, file}: Mapping): boolean {
  // Go parses no address with control characters, nor one whose path has a % that stands for nothing.
  return buildId === '' && /^[a-z][a-z0-9+.-]*:[^\x00-\x1f\x7f]*$/i.test(file) && (/^[^:]*:[^/]/.test(file) || !/%(?![0-9a-f]{2})/i.test(file));
}
