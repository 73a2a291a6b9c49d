import { TokenError, type TokenManager } from "@refresh-once/core";
import { adapterView } from "@refresh-once/core/adapter";
import { resultOf } from "./call-result.ts";
import type { Call, CallResult } from "./messages.ts";
import { fromWireError } from "./wire-error.ts";
import { type TokenWorker, WorkerConnection, WorkerUnavailable } from "./worker-connection.ts";

/** How long it may take to get the worker, in ms: `navigator.serviceWorker.ready` may wait for ever. */
const startLimit = 10_000;

/** What `remoteTokens` was called with. */
export interface TokenSourceOptions {
  connect(): TokenWorker | null | undefined | PromiseLike<TokenWorker | null | undefined>;
  fallback?(): TokenManager | PromiseLike<TokenManager>;
  /** Called when the fallback is used. */
  onFallback(reason: string): void;
  /** Called when the tokens of the fallback have changed. */
  onChange(): void;
}

/** Where the tokens of a page come from: a worker or, if there is none, a token manager in the page. */
export class TokenSource {
  readonly #options: TokenSourceOptions;
  #connection: Promise<WorkerConnection> | undefined;
  #fallback: Promise<TokenManager> | undefined;

  constructor(options: TokenSourceOptions) {
    this.#options = options;
  }

  /** The token manager of the fallback, if it is used. */
  get fallback(): Promise<TokenManager> | undefined {
    return this.#fallback;
  }

  /**
   * Performs a call. If the worker dies before it has replied, the next one gets the call: it may have been
   * performed, but each call can be repeated.
   *
   * @throws {TokenError} that of the token manager; `unavailable` if there is no worker and no fallback
   */
  async perform(call: Call): Promise<CallResult> {
    for (let crashes = 0; !this.#fallback; ) {
      try {
        return await this.#askWorker(call);
      } catch (thrown) {
        if (!(thrown instanceof WorkerUnavailable)) throw thrown;
        if (!thrown.isCrash || ++crashes > 1) this.#fallBack(thrown.message);
      }
    }
    return resultOf(call, await this.#fallback);
  }

  async #askWorker(call: Call): Promise<CallResult> {
    this.#connection ??= this.#connect();
    const connection = this.#connection;
    try {
      const reply = await (await connection).ask(call);
      if ("error" in reply) throw fromWireError(reply.error);
      return reply;
    } catch (thrown) {
      const isLost = thrown instanceof WorkerUnavailable && this.#connection === connection;
      if (isLost) this.#connection = undefined;
      throw thrown;
    }
  }

  async #connect(): Promise<WorkerConnection> {
    const worker = await within(startLimit, this.#start());
    if (!worker) throw new WorkerUnavailable("there is none");
    return new WorkerConnection(worker);
  }

  async #start(): Promise<TokenWorker | null | undefined> {
    try {
      return await this.#options.connect();
    } catch (thrown) {
      // There is no such constructor, or a sandboxed frame may not use it.
      throw new WorkerUnavailable(`it cannot be started: ${thrown}`);
    }
  }

  /** @throws {TokenError} `unavailable` if there is no fallback */
  #fallBack(reason: string): void {
    const { fallback, onFallback, onChange } = this.#options;
    if (!fallback) {
      const message = `The worker that serves the tokens cannot be used: ${reason}. The tokens are unchanged. The next call tries it again; for browsers without such a worker, set "fallback"`;
      throw new TokenError("unavailable", `${message}.`);
    }
    this.#fallback ??= Promise.resolve(fallback()).then((tokens) => {
      adapterView(tokens, "remoteTokens").onChange(onChange);
      onFallback(reason);
      return tokens;
    });
  }
}

/** Waits for the worker for a limited time. */
async function within<T>(ms: number, started: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new WorkerUnavailable("it does not start")), ms);
  });
  try {
    return await Promise.race([started, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
