import type {Profile} from '../profile/profile.js';

/**
 * Whether a function could have a name that the demangler changes. It looks at bytes
 * and costs nothing beside the demangler, which only profiles of C++ and Rust need.
 */
export function mayBeMangled({functions, strings}: Profile): boolean {
  const seen = new Set<number>();
  for (let row = 0; row < functions.length; row++) {
    const name = functions.systemName[row]!;
    if (seen.has(name)) continue;
    seen.add(name);
    if (mayChange(strings.bytes(name))) return true;
  }
  return false;
}

/** Whether there is a first _, one of < > [ ], or a colon, in UTF-8. */
export function mayChange(name: Uint8Array): boolean {
  if (name[0] === 0x5f) return true;
  for (const byte of name) if (byte === 0x3c || byte === 0x3e || byte === 0x5b || byte === 0x5d || byte === 0x3a) return true;
  return false;
}
