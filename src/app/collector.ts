import {Failure, type ReachCheck} from '../base/failure.js';
import type {Engine, ProfileInfo, Progress} from '../bridge/engine.js';
import type {FromCollector} from '../fetch/port-stream.js';
import {readAddress, spaceOf, type ProfileAddress} from './address.js';

/** How far a body may go before it is stopped; four times that where the person said to open it anyway. */
const mostBytes = 2 ** 30;

/** An index page of `net/http/pprof` has some kilobytes, and comes at once. */
const mostIndexBytes = 2 ** 18;
const indexMillis = 8000;

export interface CollectOptions {
  /** Put into the query, as pprof's -seconds. */
  readonly seconds?: number;
  readonly allowLarge?: boolean;
  /** What the profile is called; '' or nothing for the name that its address gives. */
  readonly name?: string;
  /** Names that are given already: a profile whose address gives it one of these is numbered. */
  readonly taken?: ReadonlySet<string>;
}

/** Whether a service can be read, as far as it was asked. */
export type Reach =
  /** `index` is the text of its index page. */
  | {readonly state: 'reachable'; readonly index: string}
  /** Nothing was asked, since the browser would have put a question of its own. */
  | {readonly state: 'permission'}
  | {readonly state: 'failed'; readonly reason: Failure};

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
      const name = options.name?.trim() || numbered(address.name, options.taken ?? new Set());
      const opened = engine.open({kind: 'port', name, address: address.url, port: port2, allowLarge}, onProgress);
      return await Promise.race([opened, broken]);
    } catch (reason) {
      throw isUnclear(reason) ? await this.#reasonFor(address, worker) : reason;
    } finally {
      worker.terminate();
    }
  }

  /**
   * Asks for the index page of a service.
   *
   * @param folder where its profiles stand, with a slash at the end
   * @param allowed whether the person pressed a button for it, so that the browser may ask them too
   */
  async reach(folder: string, allowed: boolean): Promise<Reach> {
    const address: ProfileAddress = {url: folder, name: '', seconds: 0, space: spaceOf(new URL(folder).hostname)};
    try {
      this.#checkMixedContent(address);
    } catch (reason) {
      return {state: 'failed', reason: reason as Failure};
    }
    if (!allowed && (await this.#permission(address)) === 'prompt') return {state: 'permission'};
    const worker = this.#start();
    try {
      return {state: 'reachable', index: await this.#textAt(address, worker)};
    } catch (reason) {
      return {state: 'failed', reason: isUnclear(reason) ? await this.#reasonFor(address, worker) : reason as Failure};
    } finally {
      worker.terminate();
    }
  }

  /** The text at an address. Fails as the collecting worker says, and with `stalled` where it takes long. */
  #textAt({url, space}: ProfileAddress, worker: Worker): Promise<string> {
    const {secure, canMeanLocal} = this.#surroundings;
    const {port1, port2} = new MessageChannel();
    return new Promise((resolve, reject) => {
      const decoder = new TextDecoder();
      let text = '';
      const clock = setTimeout(() => reject(new Failure('stalled', `${url} sent nothing for ${indexMillis / 1000} seconds`)), indexMillis);
      const settle = (finish: () => void): void => {
        clearTimeout(clock);
        port2.close();
        finish();
      };
      worker.onerror = (event) => {
        event.preventDefault();
        settle(() => reject(new Failure('unreachable', 'the program that fetches could not be loaded; reload this page')));
      };
      port2.onmessage = ({data}: MessageEvent<FromCollector>) => {
        if (data.kind === 'end') return settle(() => resolve(text + decoder.decode()));
        if (data.kind === 'failure') return settle(() => reject(new Failure(data.code, data.message, data.status === undefined ? {} : {status: data.status})));
        if (data.kind === 'bytes') text += decoder.decode(data.bytes, {stream: true});
        port2.postMessage('more');
      };
      this.#ask(worker, {
        kind: 'collect', url, seconds: 0, mostBytes: mostIndexBytes, space: secure && canMeanLocal && space === 'local' && url.startsWith('http:') ? 'local' : '', port: port1,
      });
    });
  }

  /** What the browser says of this page and the network that an address is in; undefined where it has no such question. */
  async #permission({space}: ProfileAddress): Promise<string | undefined> {
    const {isLocal, permission} = this.#surroundings;
    if (space === 'public' || isLocal) return undefined;
    return await permission(space === 'loopback' ? 'loopback-network' : 'local-network') ?? await permission('local-network-access');
  }

  #checkMixedContent({url, space}: ProfileAddress): void {
    const {secure, canMeanLocal, isSafari} = this.#surroundings;
    if (!secure || !url.startsWith('http:')) return;
    if (space === 'loopback' ? !isSafari : space === 'local' && canMeanLocal) return;
    throw new Failure('mixed-content', `this page came over https and its browser does not let it ask ${url}; use https, an SSH tunnel to localhost, or curl`);
  }

  /** A browser says no more than "failed"; what it was is found by asking around. */
  async #reasonFor(address: ProfileAddress, worker: Worker): Promise<Failure> {
    const {host} = new URL(address.url);
    const checks: ReachCheck[] = [];
    const permission = await this.#permission(address);
    if (permission !== undefined) checks.push({what: 'permission', holds: permission === 'granted'});
    if (permission === 'denied') {
      return new Failure('permission', `this browser was told not to let this page ask ${host}; allow "local network" in the settings of this site`, {checks});
    }
    if (permission === 'prompt') {
      return new Failure('permission', `the browser has to allow this page to ask ${host}; press Allow when it asks`, {checks});
    }
    const since = performance.now();
    const answers = await this.#answers(new URL('/', address.url).href, worker);
    checks.push({what: 'port', holds: answers, ...(answers ? {millis: Math.round(performance.now() - since)} : {})});
    if (answers) {
      checks.push({what: 'cors', holds: false});
      return new Failure('no-cors-header', `${address.url} is there, but does not let this page read it; the server has to send Access-Control-Allow-Origin`, {checks});
    }
    return new Failure('unreachable', `nothing answers at ${host}; is the service running, and is this its port?`, {checks});
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

/** Whether the browser did not say what went wrong. */
function isUnclear(reason: unknown): boolean {
  return reason instanceof Failure && reason.code === 'unreachable' && !reason.message.startsWith('the program');
}

/** `heap of box`, then `heap of box (2)`: what is collected again is told apart. */
function numbered(name: string, taken: ReadonlySet<string>): string {
  let candidate = name;
  for (let n = 2; taken.has(candidate); n++) candidate = `${name} (${n})`;
  return candidate;
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
