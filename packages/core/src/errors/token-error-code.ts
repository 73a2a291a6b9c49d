/**
 * What to do about a failure.
 *
 * - `terminal`: a person must log in again (`set()`, or a new seed).
 * - `in_doubt`: the refresh token was sent and no response came. It is sent again automatically, at `retryAt`.
 * - `transient`: nothing is lost. Try later, at `retryAt` if it is set.
 * - `store`: the tokens could not be read or saved.
 * - `misuse`: the program or its configuration is wrong. Fix it.
 */
export type TokenErrorKind = "terminal" | "in_doubt" | "transient" | "store" | "misuse";

/**
 * Every code of a `TokenError`, with the {@link TokenErrorKind} it usually has. An editor shows these
 * texts for the keys of a type that is mapped over this interface.
 *
 * @example
 * ```ts
 * import type { TokenErrorCodes } from "@refresh-once/core";
 *
 * export const hints: { [Code in keyof TokenErrorCodes]?: string } = {
 *   login_required: "Please log in.",
 *   unavailable: "The bank is busy. Try again later.",
 * };
 * ```
 */
export interface TokenErrorCodes {
  /** The provider rejected the refresh token: it is expired, revoked or already used (RFC 6749 §5.2). */
  readonly invalid_grant: "terminal";
  /** There is no refresh token, and no seed to take one from. */
  readonly login_required: "terminal";
  /** The refresh token was sent and no response came. A call after `retryAt` sends it again. */
  readonly in_doubt: "in_doubt";
  /**
   * The provider's response, or the refresh function's result, has no usable access token. The message
   * names the field. `kind` is `terminal` if no usable refresh token is left, otherwise `misuse`.
   */
  readonly invalid_response: "misuse";
  /** The token endpoint responded that it is busy or down. `retryAt` says when to try again. */
  readonly unavailable: "transient";
  /** No connection to the token endpoint could be made. Nothing was sent. */
  readonly unreachable: "transient";
  /** The caller's deadline passed. A refresh that has begun goes on in the background. */
  readonly timeout: "transient";
  /** The token endpoint rejected the request itself: client id, secret, URL or scope (RFC 6749 §5.2). */
  readonly request_rejected: "misuse";
  /** The refresh function, its URL or the seed cannot work as configured. Nothing was sent. */
  readonly misconfigured: "misuse";
  /** The store cannot be read or written. No token was spent. */
  readonly store_failed: "store";
  /** The store holds something that this library did not write. */
  readonly store_damaged: "store";
  /** The new tokens could not be saved. They are kept in memory, and saving is retried. */
  readonly not_persisted: "store";
  /** A token would be sent over unencrypted http to another machine. */
  readonly insecure_origin: "misuse";
  /** The refresh function, the seed or the revocation called its own token manager. */
  readonly reentrant: "misuse";
  /** The token manager was closed. */
  readonly disposed: "misuse";
}

/** Every code that a `TokenError` can have; {@link TokenErrorCodes} documents each of them. */
export type TokenErrorCode = { [Code in keyof TokenErrorCodes]: Code }[keyof TokenErrorCodes];

const kinds: TokenErrorCodes = {
  invalid_grant: "terminal",
  login_required: "terminal",
  in_doubt: "in_doubt",
  invalid_response: "misuse",
  unavailable: "transient",
  unreachable: "transient",
  timeout: "transient",
  request_rejected: "misuse",
  misconfigured: "misuse",
  store_failed: "store",
  store_damaged: "store",
  not_persisted: "store",
  insecure_origin: "misuse",
  reentrant: "misuse",
  disposed: "misuse",
};

/** The kind that a code has unless the error says otherwise. */
export function kindOf(code: TokenErrorCode): TokenErrorKind {
  return kinds[code];
}

/** Whether this version has such a code. */
export function isTokenErrorCode(code: unknown): code is TokenErrorCode {
  return typeof code === "string" && Object.hasOwn(kinds, code);
}
