import {Failure} from '../base/failure.js';
import type {Engine, ProfileInfo, Progress} from '../bridge/engine.js';
import {readAddress, type ProfileAddress} from './address.js';

/** How far a body may go before it is stopped; four times that where the person said to open it anyway. */
const mostBytes = 2 ** 30;

export interface CollectOptions {
  /** Put into the query, as pprof's -seconds. */
  readonly seconds?: number;
  readonly allowLarge?: boolean;
}

/** What this page is and what its browser can do: what an address may be asked for depends on it. */
export interface Surroundings {
  readonly secure: boolean;
  readonly isLocal: boolean;
  /** Whether a request can say that it means the own network, and is then allowed to be plain http. */
  readonly canMeanLocal: boolean;
  /** Safari does not let a secure page ask http://localhost either. */
  readonly isSafari: boolean;
  permission(name: string): Promise<string | undefined>;
}

/**
 * Opens what stands at an address that a person gave, through the collecting worker.
 *
 * Fires `request` with each question that goes out; `requests` counts them.
 */
export class Collector extends EventTarget {
  requests = 0;
  readonly #start: () => Worker;
  readonly #surroundings: Surroundings;

  constructor(start: () => Worker, surroundings: Surroundings = theseSurroundings()) {
    super();
    this.#start = start;
    this.#surroundings = surroundings;
  }

  /**
   * Asks once, and reads the answer to an open profile. `engine.cancel()` stops it.
   *
   * Fails by kind: `bad-address` and `mixed-content` before anything is asked;
   * `permission`, `no-cors-header`, `unreachable`, `redirect`, `status`, `stalled`,
   * `too-large` by what came back; and as any profile does.
   */
  async open(engine: Engine, text: string, options: CollectOptions, onProgress: (progress: Progress) => void): Promise<{info: ProfileInfo}> {
    const {secure, canMeanLocal} = this.#surroundings;
    const address = readAddress(text, secure, options.seconds ?? 0);
    this.#checkMixedContent(address);
    const allowLarge = options.allowLarge === true;
    const worker = this.#start();
    try {
      const {port1, port2} = new MessageChannel();
      const broken = new Promise<never>((_, reject) => {
        worker.onerror = (event) => {
          event.preventDefault();
          reject(new Failure('unreachable', 'the program that fetches could not be loaded; reload this page'));
          // The engine waits for bytes that do not come.
          void engine.cancel().catch(() => {});
        };
      });
      const meantSpace = secure && canMeanLocal && address.space === 'local' && address.url.startsWith('http:') ? 'local' : '';
      this.#ask(worker, {
        kind: 'collect', url: address.url, seconds: address.seconds, mostBytes: allowLarge ? mostBytes * 4 : mostBytes, space: meantSpace, port: port1,
      });
      const opened = engine.open({kind: 'port', name: address.name, address: address.url, port: port2, allowLarge}, onProgress);
      return await Promise.race([opened, broken]);
    } catch (reason) {
      const failed = reason instanceof Failure && reason.code === 'unreachable' && !reason.message.startsWith('the program');
      throw failed ? await this.#reasonFor(address, worker) : reason;
    } finally {
      worker.terminate();
    }
  }

  #checkMixedContent({url, space}: ProfileAddress): void {
    const {secure, canMeanLocal, isSafari} = this.#surroundings;
    if (!secure || !url.startsWith('http:')) return;
    if (space === 'loopback' ? !isSafari : space === 'local' && canMeanLocal) return;
    throw new Failure('mixed-content', `this page came over https and its browser does not let it ask ${url}; use https, an SSH tunnel to localhost, or curl`);
  }

  /** A browser says no more than "failed"; what it was is found by asking around. */
  async #reasonFor({url, space}: ProfileAddress, worker: Worker): Promise<Failure> {
    const {isLocal, permission} = this.#surroundings;
    if (space !== 'public' && !isLocal) {
      const state = await permission(space === 'loopback' ? 'loopback-network' : 'local-network') ?? await permission('local-network-access');
      if (state === 'denied') {
        return new Failure('permission', `this browser was told not to let this page ask ${new URL(url).host}; allow "local network" in the settings of this site`);
      }
      if (state === 'prompt') {
        return new Failure('permission', `the browser has to allow this page to ask ${new URL(url).host}; press Allow when it asks`);
      }
    }
    if (await this.#answers(new URL('/', url).href, worker)) {
      return new Failure('no-cors-header', `${url} is there, but does not let this page read it; the server has to send Access-Control-Allow-Origin`);
    }
    return new Failure('unreachable', `nothing answers at ${new URL(url).host}; is the service running, and is this its port?`);
  }

  /** Whether anything answers. The start page is asked, since asking for a profile again would make one. */
  #answers(url: string, worker: Worker): Promise<boolean> {
    return new Promise((resolve) => {
      const {port1, port2} = new MessageChannel();
      port2.onmessage = ({data}: MessageEvent<{alive: boolean}>) => {
        resolve(data.alive);
        port2.close();
      };
      this.#ask(worker, {kind: 'probe', url, port: port1});
    });
  }

  #ask(worker: Worker, question: {readonly kind: string; readonly url: string; readonly port: MessagePort; readonly [more: string]: unknown}): void {
    this.requests++;
    this.dispatchEvent(new Event('request'));
    worker.postMessage(question, [question.port]);
  }
}

function theseSurroundings(): Surroundings {
  const {userAgent} = navigator;
  return {
    secure: location.protocol === 'https:',
    isLocal: /^(localhost|127\.[\d.]+|\[::1\]|.*\.localhost)$/.test(location.hostname),
    canMeanLocal: 'targetAddressSpace' in Request.prototype,
    isSafari: /AppleWebKit/.test(userAgent) && !/Chrome|Chromium|Android/.test(userAgent),
    async permission(name) {
      try {
        return (await navigator.permissions.query({name: name as PermissionName})).state;
      } catch {
        return undefined;
      }
    },
  };
}
