import type {Profile} from '../profile/profile.js';

/**
 * Whether a function could have a name that the demangler changes, or none of its own
 * beside its system name. It looks at bytes and costs nothing beside the demangler,
 * which only profiles of C++ and Rust need.
 */
export function mayBeMangled({functions, strings}: Profile): boolean {
  const seen = new Uint8Array(strings.length);
  for (let row = 0; row < functions.length; row++) {
    const name = functions.systemName[row]!;
    if (functions.name[row] === 0 && name !== 0) return true;
    if (seen[name] === 1) continue;
    seen[name] = 1;
    if (mayChange(strings.bytes(name))) return true;
  }
  return false;
}

/**
 * Whether a name in UTF-8 begins as mangled ones do, or looks like C++ that somebody has
 * demangled and has what is left out of such a name (`demangle.ts` reads the same of text).
 *
 *   _ZN3foo3barEv, __Z3foov         yes
 *   f<int>(int), foo::bar(int)      yes
 *   foo::bar, slices.Sort[int]      no: nothing to leave out
 *   a.(*B[...]).C, A.<init>         no: Go and Java
 *   _rt0_amd64_linux                no
 */
export function mayChange(name: Uint8Array): boolean {
  let at = 0;
  while (name[at] === underscore) at++;
  if (at > 0 && (name[at] === 0x5a || name[at] === 0x52 || name[at] === 0x47)) return true;
  let looksDemangled = false;
  let hasParts = false;
  for (; at < name.length; at++) {
    switch (name[at]) {
      case 0x3c: // <
        if (name[at - 1] === dot) return false;
        looksDemangled = hasParts = true;
        break;
      case 0x28: // (
        hasParts = true;
        break;
      case 0x5d: // ]
        if (name[at + 1] === 0x29 && name[at + 2] === dot) return false;
        looksDemangled = true;
        break;
      case 0x5b: // [
      case 0x3e: // >
        looksDemangled = true;
        break;
      case 0x3a: // :
        looksDemangled ||= name[at + 1] === 0x3a;
        break;
      default:
    }
  }
  return looksDemangled && hasParts;
}

const underscore = 0x5f;
const dot = 0x2e;
