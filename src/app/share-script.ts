import type {SharedScript} from './share-file.js';

/** The build writes it: `src/shared.ts` as one script. */
declare const __SHARED__: SharedScript;

export const sharedScript = __SHARED__;
