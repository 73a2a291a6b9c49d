import type { Seed, TokenErrorCode, TokenErrorDetails, TokenSet } from "@refresh-once/core";

/** The topic of messages that the tokens of the worker have changed. */
export const workerTopic = "worker";

/** What a page asks of the token manager in the worker. */
export type Call =
  | { readonly do: "get"; readonly fresh: boolean }
  | { readonly do: "renew"; readonly accessToken: string }
  | { readonly do: "coolDown"; readonly accessToken: string }
  | { readonly do: "set"; readonly tokens: Seed }
  | { readonly do: "clear" }
  | { readonly do: "revoke" };

/** A call as it is sent. The port for the replies comes with it. */
export interface CallMessage {
  /** The version of the messages. A service worker also receives messages of other programs. */
  readonly refreshOnce: 1;
  readonly call: Call;
}

/** Tokens without what a page must not have: the refresh token, and fields that may contain it. */
export interface PageTokens
  extends Omit<TokenSet, "refreshToken" | "refreshTokenExpiresAt" | "extra"> {
  /** The thumbprint of the key that the access token is bound to. */
  readonly extra?: { readonly dpop_jkt: string };
}

/** Tokens for a page, and how long it may keep them. */
export interface IssuedTokens {
  readonly tokens: PageTokens;
  /** In epoch ms. */
  readonly usableUntil: number;
  /** When they were the current ones, in epoch ms. */
  readonly asOf: number;
}

/** The result of a call. */
export type CallResult = IssuedTokens | { readonly done: true };

/** An error of the worker's token manager: a `TokenError` if it has a code. Its cause stays in the worker. */
export interface WireError extends Omit<TokenErrorDetails, "cause"> {
  readonly code?: TokenErrorCode;
  readonly message: string;
}

/** The worker has received a call. */
export interface Accepted {
  /** The id of the lock that the worker holds while it lives; `undefined` if there are no Web Locks. */
  readonly accepted: string | undefined;
}

/** What the worker sends for each call: first that it was accepted, then the result or the error. */
export type Reply = Accepted | CallResult | { readonly error: WireError };

/** Whether a message is a call of this version. */
export function isCallMessage(data: unknown): data is CallMessage {
  return typeof data === "object" && data !== null && Reflect.get(data, "refreshOnce") === 1;
}
