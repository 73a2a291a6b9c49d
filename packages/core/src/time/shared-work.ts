import { backgroundTimer } from "./background-timer.ts";

/** What waiters get if the work ended without a result: they have to begin anew. */
export const stopped = Symbol("stopped");

/** How often work that goes on gives a sign of life, ms. */
const beat = 500;

/** Work without a sign of life for longer than this has stopped, ms. */
const longestSilence = 1_500;

/** How often waiters look for a sign of life, ms. */
const look = 400;

/**
 * Work that several callers wait for.
 *
 * In Cloudflare Workers all I/O, timers and promises belong to the request that began them. When that
 * request ends, they stop for good. For other requests the runtime rejects such a promise, or in older
 * versions never settles it.
 *
 * @see {@link https://developers.cloudflare.com/workers/observability/errors/ Cloudflare, errors}
 */
export class SharedWork<T> {
  readonly #done: Promise<T>;
  readonly #mayStop = endsWithRequest();
  #isSettled = false;
  #lastBeat = 0;
  #endBeat = () => {};

  constructor(work: Promise<T>) {
    this.#done = work.finally(() => {
      this.#isSettled = true;
      this.#endBeat();
    });
    // Waiters get the failure. Without any, it must not become an unhandled rejection.
    this.#done.catch(() => {});
    if (this.#mayStop) this.#beat();
  }

  /** Settles as the work does; resolves with {@link stopped} if the work cannot go on. */
  settled(): Promise<T | typeof stopped> {
    return this.#mayStop ? this.#settledOrStopped() : this.#done;
  }

  async #settledOrStopped(): Promise<T | typeof stopped> {
    const silence = new Silence(() => this.#lastBeat);
    try {
      return await Promise.race([this.#done, silence.begins]);
    } catch (error) {
      if (this.#isSettled) throw error;
      // The runtime has rejected it.
      return stopped;
    } finally {
      silence.end();
    }
  }

  #beat(): void {
    this.#lastBeat = performance.now();
    this.#endBeat = backgroundTimer(beat, () => this.#beat());
  }
}

/** Notices that signs of life fail to come, by timers of the request that waits. */
class Silence {
  readonly begins: Promise<typeof stopped>;
  end = () => {};

  constructor(lastBeat: () => number) {
    this.begins = new Promise((resolve) => {
      const wait = (seen: number, silent: number) => {
        this.end = backgroundTimer(look, () => {
          const last = lastBeat();
          const isSilent = last === seen && performance.now() - last > longestSilence;
          // If the event loop was blocked, all timers are late, and a beat may follow at once.
          if (isSilent && silent > 0) resolve(stopped);
          else wait(last, isSilent ? silent + 1 : 0);
        });
      };
      wait(lastBeat(), 0);
    });
  }
}

/**
 * Cloudflare Workers, and what runs on them.
 *
 * @see {@link https://github.com/panva/jose/blob/main/src/jwks/remote.ts jose, isCloudflareWorkers}
 */
function endsWithRequest(): boolean {
  return (
    "WebSocketPair" in globalThis ||
    "EdgeRuntime" in globalThis ||
    globalThis.navigator?.userAgent === "Cloudflare-Workers"
  );
}
