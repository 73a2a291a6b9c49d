/// <reference lib="esnext.disposable" preserve="true" />
import type { Seed, TokenSet } from "../tokens/index.ts";

/** Options of a call that may have to wait for a refresh. */
export interface WaitOptions {
  /** Ends the wait of this call. Other callers, and the refresh, go on. */
  readonly signal?: AbortSignal | null | undefined;
}

/** Options of {@link TokenManager.get}. */
export interface GetOptions extends WaitOptions {
  /**
   * Also waits for a renewal that `refreshAhead` would leave to the background. Use it for a request
   * that cannot be sent a second time. Default: `false`.
   */
  readonly fresh?: boolean;
}

/** Keeps one account's tokens fresh. `createTokenManager` creates it. */
export interface TokenManager extends AsyncDisposable {
  /**
   * Refreshed tokens that could not be saved yet (`not_persisted`). Saving is retried every second while
   * the process runs. If the process must end before that, save them elsewhere.
   */
  readonly unsaved: TokenSet | undefined;
  /**
   * Returns a usable token set: at once if one is cached, otherwise after a renewal. All callers get the
   * same frozen object.
   *
   * @throws {TokenError} see its `code`; or the reason of `signal`
   */
  get(options?: GetOptions): Promise<TokenSet>;
  /**
   * Returns a token set other than the rejected one, at once if there already is one. All callers in all
   * processes share one refresh. While a token cools down, the result is the rejected set itself.
   *
   * @throws {TokenError} see its `code`; or the reason of `signal`
   */
  renew(rejected: TokenSet, options?: WaitOptions): Promise<TokenSet>;
  /**
   * Stores the tokens of a new login. Of several calls of `set`, `clear` and `revoke` the last one
   * counts, whatever refresh is in progress. It waits for a token request of another process, up to
   * `refreshDeadline` and `sendDeadline` together.
   *
   * @throws {TokenError} `invalid_response` if `tokens` is not a token set; `store_failed`; `timeout`
   */
  set(tokens: Seed): Promise<void>;
  /**
   * Deletes the tokens from the store. After that, a login (`set()`) or a new seed is needed.
   *
   * @throws {TokenError} `store_failed`; `timeout`
   */
  clear(): Promise<void>;
  /**
   * Has the provider revoke the tokens, by the `revoke` option, and then deletes them as `clear()` does.
   * If the provider cannot revoke them, they stay: call it again, or call `clear()`.
   *
   * @throws {TypeError} if the manager has no `revoke` option
   * @throws {TokenError} for the failed revocation; `store_failed`; `timeout`
   * @see {@link https://www.rfc-editor.org/rfc/rfc7009 RFC 7009}
   */
  revoke(): Promise<void>;
  /**
   * Waits for a refresh in progress, up to the `refreshDeadline`, and tries a last time to save what is
   * `unsaved`. All later calls fail with `disposed`. Call it before the process ends: the response to a
   * token request in progress is the only copy of the new tokens.
   *
   * @throws {TokenError} `timeout` if the request is still in progress; `not_persisted`
   */
  close(): Promise<void>;
  /** The same as {@link close}, for `await using`. */
  [Symbol.asyncDispose](): PromiseLike<void>;
}
