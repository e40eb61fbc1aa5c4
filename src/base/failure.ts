/**
 * What a person can cause or mend. Codes are few and stable: the page picks its
 * title and its next step by them, and tests name them.
 */
export type FailureCode =
  // Reading
  | 'empty' | 'not-a-profile' | 'other-format' | 'not-supported' | 'truncated' | 'damaged' | 'malformed'
  | 'concatenated' | 'too-large' | 'no-room' | 'unreadable-file' | 'cancelled'
  // Asking
  | 'bad-regexp' | 'bad-option' | 'incompatible' | 'no-match' | 'no-source' | 'unknown-command' | 'unknown-profile'
  // Fetching
  | 'bad-address' | 'unreachable' | 'no-cors-header' | 'mixed-content' | 'permission' | 'status' | 'redirect' | 'stalled'
  // Keeping
  | 'store-full' | 'store-refused' | 'store-newer'
  // The worker itself
  | 'worker-lost';

/** What is known about a failure beyond its sentence. All of it survives the bridge. */
export interface FailureDetails {
  /** Offset in bytes: of the inflated message for `malformed`, of the file for `truncated` and `damaged`. */
  readonly offset?: number;
  /** What the input seems to be: `html`, `json`, `zip`, `go-trace`, … */
  readonly found?: string;
  /** The HTTP status of a `status` failure. */
  readonly status?: number;
  /** Where a `bad-regexp` goes wrong: characters from the start of the pattern, the first is 1. */
  readonly position?: number;
  /** What was asked around to find out why an address could not be read, in order. */
  readonly checks?: readonly ReachCheck[];
  /** What pprof says in its place, to the byte; the report command prints it. */
  readonly pprof?: string;
}

/** One thing that has to hold for this page to read an address. `millis` is how long the answer took. */
export interface ReachCheck {
  readonly what: 'permission' | 'port' | 'cors';
  readonly holds: boolean;
  readonly millis?: number;
}

/** One clear line in lower case: what was asked, what was found, what would help. */
export class Failure extends Error {
  constructor(readonly code: FailureCode, message: string, readonly details: FailureDetails = {}) {
    super(message);
    this.name = 'Failure';
  }
}
