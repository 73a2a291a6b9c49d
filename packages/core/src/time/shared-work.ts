import { backgroundTimer } from "./background-timer.ts";

/** What waiting callers get if the work has stopped without a result. They must start it again. */
export const stopped = Symbol("stopped");

/** The interval of the heartbeat of running work, in ms. */
const heartbeatInterval = 500;

/** Work without a heartbeat for longer than this has stopped, in ms. */
const longestSilence = 1_500;

/** The interval at which a waiting caller checks the heartbeat, in ms. */
const checkInterval = 400;

/**
 * Work that several callers wait for. In most runtimes, this is a plain promise.
 *
 * In Cloudflare Workers, all I/O, timers and promises belong to the request that started them. When that
 * request ends, they stop for good. If another request waits for such a promise, the runtime rejects it, or,
 * in older versions, never settles it. So the work has a heartbeat, and callers notice when it ends.
 *
 * @see {@link https://developers.cloudflare.com/workers/observability/errors/ Cloudflare, errors}
 */
export class SharedWork<T> {
  readonly #done: Promise<T>;
  readonly #mayStop = isWorkBoundToRequest();
  #isSettled = false;
  #lastHeartbeat = 0;
  #stopHeartbeat = () => {};

  constructor(work: Promise<T>) {
    this.#done = work.finally(() => {
      this.#isSettled = true;
      this.#stopHeartbeat();
    });
    // Waiting callers get the failure. If there are none, it must not become an unhandled rejection.
    this.#done.catch(() => {});
    if (this.#mayStop) this.#beat();
  }

  /** Settles as the work does. Resolves with {@link stopped} if the work cannot continue. */
  settled(): Promise<T | typeof stopped> {
    return this.#mayStop ? this.#settledOrStopped() : this.#done;
  }

  async #settledOrStopped(): Promise<T | typeof stopped> {
    let stopTimer = () => {};
    const silence = new Promise<typeof stopped>((resolve) => {
      const check = (seen: number, wasSilent: boolean) => {
        // This timer belongs to the request that waits, so it goes on when the other request has ended.
        stopTimer = backgroundTimer(checkInterval, () => {
          const last = this.#lastHeartbeat;
          const isSilent = last === seen && performance.now() - last > longestSilence;
          // Two checks are needed: if the event loop was blocked, the heartbeat is late as well.
          if (isSilent && wasSilent) resolve(stopped);
          else check(last, isSilent);
        });
      };
      check(this.#lastHeartbeat, false);
    });
    try {
      return await Promise.race([this.#done, silence]);
    } catch (error) {
      if (this.#isSettled) throw error;
      // The runtime has rejected the promise, not the work.
      return stopped;
    } finally {
      stopTimer();
    }
  }

  #beat(): void {
    this.#lastHeartbeat = performance.now();
    this.#stopHeartbeat = backgroundTimer(heartbeatInterval, () => this.#beat());
  }
}

/**
 * Whether this is Cloudflare Workers, or a platform that is built on it.
 *
 * @see {@link https://github.com/panva/jose/blob/main/src/jwks/remote.ts jose, isCloudflareWorkers}
 */
export function isWorkBoundToRequest(): boolean {
  return (
    "WebSocketPair" in globalThis ||
    "EdgeRuntime" in globalThis ||
    globalThis.navigator?.userAgent === "Cloudflare-Workers"
  );
}
