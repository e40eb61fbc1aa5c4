import {Failure} from '../../src/base/failure.js';
import {onLibraryChange} from '../../src/bridge/library-changes.js';
import {Collector} from '../../src/app/collector.js';
import {explainFailure, type Explanation} from '../../src/app/explain.js';
import {startEngine} from '../../src/app/threads.js';
import {startCollector} from '../../src/app/trusted.js';
import {defaultConfig} from '../../src/config/config.js';
import {openLibrary} from '../../src/store/open-library.js';

interface Told {
  readonly code: string;
  readonly message: string;
}

/** What a promise came to, in a form that leaves the page. */
async function told<T>(promise: Promise<T>): Promise<{value: T} | Told> {
  try {
    return {value: await promise};
  } catch (reason) {
    return {code: reason instanceof Failure ? reason.code : 'error', message: (reason as Error).message};
  }
}

export const bench = {
  engine: startEngine(),
  collector: new Collector(startCollector),
  defaultConfig,
  openLibrary,
  onLibraryChange,
  told,
  /** The reason of `promise` as a person reads it. */
  async explained(promise: Promise<unknown>, address: string): Promise<Explanation | undefined> {
    return promise.then(() => undefined, (reason: unknown) => explainFailure(reason, {origin: location.origin, address}));
  },
};

Object.assign(globalThis, {bench});
