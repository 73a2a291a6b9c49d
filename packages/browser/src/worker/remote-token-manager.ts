import {
  type GetOptions,
  type Seed,
  TokenError,
  type TokenManager,
  type TokenSet,
  type WaitOptions,
} from "@refresh-once/core";
import { type AdapterTokens, adapterTokens, SignalWaiters } from "@refresh-once/core/adapter";
import { changeChannel } from "../context/change-channel.ts";
import { type Call, workerTopic } from "./messages.ts";
import { PageCache } from "./page-cache.ts";
import { TokenSource, type TokenSourceOptions } from "./token-source.ts";

/** The token manager of a page. It has an access token in memory, and asks the worker for all else. */
export class RemoteTokenManager implements TokenManager, AdapterTokens {
  /** The worker saves its tokens itself. */
  readonly unsaved = undefined;
  readonly #cache = new PageCache();
  readonly #source: TokenSource;
  readonly #signals = new SignalWaiters();
  readonly #stopListening: () => void;
  /** Calls for tokens in progress, by their text. All callers of the same call share it. */
  readonly #pending = new Map<string, Promise<TokenSet>>();
  #isClosed = false;

  constructor(options: Omit<TokenSourceOptions, "onChange">) {
    this.#source = new TokenSource({ ...options, onChange: () => this.#cache.drop() });
    // A page may create a manager in each render, so the listener must not keep it in memory.
    const held = new WeakRef(this.#cache);
    const stop = changeChannel().listen(workerTopic, (at) => {
      const cache = held.deref();
      if (cache) cache.drop(at);
      else stop();
    });
    this.#stopListening = stop;
  }

  get [adapterTokens](): AdapterTokens {
    return this;
  }

  get usableUntil(): number {
    return this.#cache.usableUntil;
  }

  peek(): TokenSet | undefined {
    return this.#cache.usable;
  }

  /** The message about a change often comes before the tokens that it is about, and these are not cached then. */
  recall(accessToken: string): TokenSet | undefined {
    return this.#cache.recall(accessToken);
  }

  onChange(changed: () => void): () => void {
    return changeChannel().listen(workerTopic, changed);
  }

  async get({ signal, fresh = false }: GetOptions = {}): Promise<TokenSet> {
    const cached = fresh ? undefined : this.#cache.usable;
    return cached ?? this.#tokensBy({ do: "get", fresh }, signal);
  }

  async renew({ accessToken }: TokenSet, { signal }: WaitOptions = {}): Promise<TokenSet> {
    const { usable } = this.#cache;
    if (usable && usable.accessToken !== accessToken) return usable;
    return this.#tokensBy({ do: "renew", accessToken }, signal);
  }

  coolDown({ accessToken }: TokenSet): void {
    this.#perform({ do: "coolDown", accessToken }).catch(() => {});
  }

  async set(tokens: Seed): Promise<void> {
    await this.#perform({ do: "set", tokens });
  }

  async clear(): Promise<void> {
    await this.#perform({ do: "clear" });
  }

  async revoke(): Promise<void> {
    await this.#perform({ do: "revoke" });
  }

  /** The worker goes on for other pages. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#stopListening();
    this.#cache.drop();
    await (await this.#source.fallback)?.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Returns the tokens that the worker has for a call. A caller may stop waiting; the call goes on. */
  #tokensBy(call: Call, signal: AbortSignal | null | undefined): Promise<TokenSet> {
    const key = JSON.stringify(call);
    let shared = this.#pending.get(key);
    if (!shared) {
      shared = this.#ask(call).finally(() => this.#pending.delete(key));
      this.#pending.set(key, shared);
    }
    return this.#signals.abortable(shared, signal);
  }

  async #ask(call: Call): Promise<TokenSet> {
    const result = await this.#perform(call);
    if ("tokens" in result) return this.#cache.keep(result);
    throw new TokenError("login_required", "There are no tokens. Log in again.");
  }

  async #perform(call: Call) {
    if (this.#isClosed) throw new TokenError("disposed", "This token manager was closed.");
    const result = await this.#source.perform(call);
    // Messages about the change may come later than this result.
    if (!("tokens" in result) && call.do !== "coolDown") this.#cache.drop();
    return result;
  }
}
