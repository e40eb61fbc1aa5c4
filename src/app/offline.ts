import type {Workbox} from 'workbox-window';
import {trustedScriptUrl} from './trusted.js';

/** `unavailable`: this browser, this address or a private window has no service worker. */
export type OfflineState = 'unknown' | 'unavailable' | 'ready' | 'update-waiting';

const sixHours = 6 * 3600 * 1000;

/**
 * Keeps the page usable without its host, and asks before it changes.
 *
 * Says `offline-ready` once everything is kept, and `update-available` when a new
 * version waits, or has been put in place by another tab. `state` says the same to
 * those who come late.
 */
export class Offline extends EventTarget {
  state: OfflineState = 'unknown';
  #workbox: Workbox | undefined;
  #registration: ServiceWorkerRegistration | undefined;
  #isHeldUp = false;
  #applying = false;
  #replaced = false;

  start(): void {
    if (!('serviceWorker' in navigator)) {
      this.#become('unavailable');
      return;
    }
    this.#watch().catch(() => {
      if (this.state === 'unknown') this.#become('unavailable');
    });
  }

  /** The first picture does not wait for what only the next visit needs. */
  async #watch(): Promise<void> {
    const {Workbox} = await import('workbox-window');
    const workbox = new Workbox(trustedScriptUrl('serviceWorker'), {updateViaCache: 'none'});
    this.#workbox = workbox;
    if (navigator.serviceWorker.controller !== null) this.#become('ready');
    workbox.addEventListener('activated', ({isUpdate}) => {
      // To a tab of the first visit every version is the first.
      if (!isUpdate && this.state !== 'update-waiting') this.#become('ready');
    });
    workbox.addEventListener('waiting', () => this.#become('update-waiting'));
    let controlled = navigator.serviceWorker.controller !== null;
    // Workbox listens later, and takes what comes to a tab of the first visit for no update.
    navigator.serviceWorker.addEventListener('controllerchange', () => {
      if (this.#applying) {
        location.reload();
      } else if (controlled) {
        this.#replaced = true;
        this.#become('update-waiting');
      } else if (this.state !== 'update-waiting') {
        // Another tab may have asked for it, of which Workbox says nothing here.
        this.#become('ready');
      }
      controlled = true;
    });
    setInterval(() => {
      if (document.visibilityState === 'visible') workbox.update().catch(() => {});
    }, sixHours);
    this.#registration = await workbox.register();
    // Or what a page began that is closed by now waits for it still.
    this.#tell(this.#isHeldUp ? 'HOLD_UP' : 'GO_ON');
  }

  /** Lets what is being kept for the next visit wait while `isHeldUp`: it takes the processors for a second. */
  holdUp(isHeldUp: boolean): void {
    if (isHeldUp === this.#isHeldUp) return;
    this.#isHeldUp = isHeldUp;
    this.#tell(isHeldUp ? 'HOLD_UP' : 'GO_ON');
  }

  #tell(type: string): void {
    this.#registration?.installing?.postMessage({type});
  }

  /** Puts the waiting version in place and reloads this tab. Write what must survive first. */
  applyUpdate(): void {
    if (this.#replaced) {
      location.reload();
      return;
    }
    this.#applying = true;
    this.#workbox?.messageSkipWaiting();
  }

  #become(state: OfflineState): void {
    this.state = state;
    if (state === 'ready') this.dispatchEvent(new Event('offline-ready'));
    if (state === 'update-waiting') this.dispatchEvent(new Event('update-available'));
  }
}

export const offline = new Offline();
