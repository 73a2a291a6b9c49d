/// <reference lib="esnext.disposable" preserve="true" />
import type { Seed, TokenSet } from "../tokens/index.ts";
import { Manager } from "./manager.ts";
import { resolveOptions, type TokenManagerOptions } from "./options.ts";

/** Options of a caller that waits. */
export interface WaitOptions {
  /** Ends this caller's waiting at once, and nobody else's. */
  readonly signal?: AbortSignal | null | undefined;
}

/** Options of {@link TokenManager.get}. */
export interface GetOptions extends WaitOptions {
  /**
   * Waits also for a renewal that `refreshAhead` leaves to the background: for a request that cannot
   * be sent a second time. Default: `false`.
   */
  readonly fresh?: boolean;
}

/** Keeps one account's tokens fresh. Made by {@link createTokenManager}. */
export interface TokenManager extends AsyncDisposable {
  /**
   * Tokens that were refreshed but that no store has yet (`not_persisted`). Saving is tried again every
   * second while the process runs; write them down elsewhere where it has to end before.
   */
  readonly unsaved: TokenSet | undefined;
  /** The cached token set while it is usable: no waiting, no I/O. */
  peek(): TokenSet | undefined;
  /**
   * A usable token set: at once while the cached one is, else after a renewal. All callers get the same
   * one, which is frozen.
   * @throws {TokenError} see its codes; or the reason of `signal`
   */
  get(options?: GetOptions): Promise<TokenSet>;
  /**
   * A token set other than the rejected one: at once when there is one already. All callers of all
   * processes share one refresh. During the cool-down of a token it is that token's set again.
   * @throws {TokenError} see its codes; or the reason of `signal`
   */
  renew(rejected: TokenSet, options?: WaitOptions): Promise<TokenSet>;
  /**
   * Says that the current token set was rejected right after a renewal. Where it was issued within
   * the `cooldown`, the resource is at fault: `renew` leaves the set alone for that long, unless its
   * own end comes first.
   */
  coolDown(rejected: TokenSet): void;
  /**
   * Takes over the tokens of a new login, durably. Of several calls of `set`, `clear` and `revoke`
   * the last one counts, whatever refresh is underway. It waits for a request of another process, up to
   * `refreshDeadline` and `sendDeadline` together.
   * @throws {TokenError} `invalid_response` when it is no token set; `store_failed`; `timeout`
   */
  set(tokens: Seed): Promise<void>;
  /**
   * Forgets the tokens, durably: what comes next needs `set()` or a new seed.
   * @throws {TokenError} `store_failed`; `timeout`
   */
  clear(): Promise<void>;
  /**
   * Has the provider revoke the tokens by the `revoke` option, then forgets them as `clear()` does.
   * Where revoking fails, they stay: call again, or `clear()`.
   * @throws {TypeError} when there is no such option
   * @throws {TokenError} what revoking threw; `store_failed`; `timeout`
   * @see {@link https://www.rfc-editor.org/rfc/rfc7009 RFC 7009}
   */
  revoke(): Promise<void>;
  /**
   * Waits for a refresh that is underway, up to the `refreshDeadline`, and tries a last time to save
   * what is `unsaved`. All later calls fail with `disposed`. Call it before the process ends: the
   * answer to a request that is underway is the only copy of the new tokens.
   * @throws {TokenError} `timeout` if the request is still underway; `not_persisted`
   */
  close(): Promise<void>;
  /** The same as {@link close}, for `await using`. */
  [Symbol.asyncDispose](): PromiseLike<void>;
}

/**
 * Makes the manager of one account's tokens.
 *
 * @throws {TypeError} that names the first wrong option
 * @see {@link https://www.rfc-editor.org/rfc/rfc9700#section-4.14 RFC 9700 §4.14}
 */
export function createTokenManager(options: TokenManagerOptions): TokenManager {
  return new Manager(resolveOptions(options));
}
