import type {FailureCode} from '../base/failure.js';

/** What bytes that are no profile seem to be. */
export interface Format {
  readonly code: FailureCode;
  /** A short name for code. */
  readonly found: string;
  /** What it is and what to do, to follow "… is not a profile: ". */
  readonly text: string;
}

const decoder = new TextDecoder('latin1');

/**
 * What the first bytes look like, or undefined where they look like nothing known.
 *
 * @param head the first few hundred bytes, inflated
 */
export function sniff(head: Uint8Array): Format | undefined {
  const text = decoder.decode(head.subarray(0, 512));
  for (const [pattern, found, what] of formats) {
    if (pattern.test(text)) return {code: 'other-format', found, text: what};
  }
  return undefined;
}

const formats: readonly (readonly [RegExp, string, string])[] = [
  [/^\x1f\x8b/, 'gzip', 'it is gzip inside gzip; unpack it once'],
  [/^(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body|\?xml)/i, 'html', 'it looks like a web page; profiles live under /debug/pprof/'],
  [/^go 1\.\d+ trace\0/, 'go-trace', 'it is an execution trace of Go; open it with: go tool trace'],
  [/^goroutine \d+ \[/, 'goroutines', 'it is a dump of goroutines as text; take goroutine?debug=0 for a profile'],
  [/^PK[\x03\x05\x07]/, 'zip', 'it is a zip archive; unpack it first'],
  [/^\x28\xb5\x2f\xfd/, 'zstd', 'it is packed with zstd; unpack it with: zstd -d'],
  [/^BZh[1-9]/, 'bzip2', 'it is packed with bzip2; unpack it first'],
  [/^\xfd7zXZ\0/, 'xz', 'it is packed with xz; unpack it first'],
  [/^\x7fELF/, 'elf', 'it is a program (ELF), not a profile of one'],
  [/^MZ/, 'exe', 'it is a program (Windows), not a profile of one'],
  [/^(?:\xcf\xfa\xed\xfe|\xce\xfa\xed\xfe|\xca\xfe\xba\xbe)/, 'mach-o', 'it is a program (Mach-O), not a profile of one'],
  [/^PERFILE2/, 'perf', 'it is a recording of Linux perf; turn it into a profile with perf_to_profile'],
  [/^\x89PNG/, 'png', 'it is a picture'],
  [/^%PDF/, 'pdf', 'it is a PDF document'],
  [/^(?:\xef\xbb\xbf)?\s*[[{]\s*(?:["{[\]}\d]|$)/, 'json', 'it is JSON; pprof’s files are profile.proto, usually packed with gzip'],
  // The first byte says "deflate", and the first two are a multiple of 31.
  [/^(?:\x78[\x01\x5e\x9c\xda])/, 'zlib', 'it is packed with zlib and not with gzip'],
  [/^(?:\d{3} |404 page not found|not found)/i, 'text', 'it is the text of an error; look at the address'],
];
