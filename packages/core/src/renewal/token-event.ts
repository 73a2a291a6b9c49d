import type { TokenError } from "../errors/index.ts";

/** The account that an event is about. */
export interface AccountEvent {
  /** The manager's `name`, if it has one. */
  readonly account?: string;
  /** Origin of the token endpoint, if the refresh function names it. */
  readonly endpoint?: string;
}

/** This process has refreshed the tokens and stored them. */
export interface RefreshedEvent extends AccountEvent {
  /** Always `refreshed`. */
  readonly type: "refreshed";
  /** The revision of the stored record. */
  readonly revision: number;
  /** End of the new access token, epoch ms, if it is known. */
  readonly expiresAt?: number;
}

/** This process has adopted tokens that it did not refresh: those of another process, or of the seed. */
export interface AdoptedEvent extends Omit<RefreshedEvent, "type"> {
  /** Always `adopted`. */
  readonly type: "adopted";
}

/** Another process is refreshing, and this one waits for it. Emitted once per wait. */
export interface WaitingEvent extends AccountEvent {
  /** Always `waiting`. */
  readonly type: "waiting";
  /** The revision that the other process is about to replace. */
  readonly revision: number;
}

/** A refresh has failed; `error.kind` says what to do. An access token that is still valid stays in use. */
export interface FailedEvent extends AccountEvent {
  /** Always `failed`. */
  readonly type: "failed";
  /** Why the refresh failed. */
  readonly error: TokenError;
}

/** The tokens were refreshed but could not be saved. They are kept in memory, and saving is retried. */
export interface NotPersistedEvent extends AccountEvent {
  /** Always `not_persisted`. */
  readonly type: "not_persisted";
  /** Why the tokens could not be saved, with the code `not_persisted`. */
  readonly error: TokenError;
}

/** A field of the provider's response could not be used. The tokens beside it were stored. */
export interface IgnoredFieldEvent extends AccountEvent {
  /** Always `ignored_field`. */
  readonly type: "ignored_field";
  /** The name of the field in the response. */
  readonly field: string;
  /** What it was: `a number`, `a number of seconds`, `an array`; never its value. */
  readonly was: string;
}

/** A person must log in again. Emitted once, until there are other tokens. */
export interface ReauthorizationRequiredEvent extends AccountEvent {
  /** Always `reauthorization_required`. */
  readonly type: "reauthorization_required";
  /** Why the tokens cannot be refreshed any more. Its `kind` is `terminal`. */
  readonly error: TokenError;
}

/**
 * An adapter sent a request without a token. Emitted only if the manager was created with `debug`.
 *
 * - `foreign_origin`: the request goes to an origin that is not among the adapter's `origins`.
 * - `own_authorization`: the request already has an `Authorization` (see `replaceAuthorization`).
 */
export interface NotAttachedEvent extends AccountEvent {
  /** Always `not_attached`. */
  readonly type: "not_attached";
  /** Why the request got no token. */
  readonly reason: "foreign_origin" | "own_authorization";
  /** The origin of the request, never its path or query; absent if the URL cannot be read. */
  readonly origin?: string;
}

/** What happened to the tokens of an account; `type` tells the events apart. No event holds a token. */
export type TokenEvent =
  | RefreshedEvent
  | AdoptedEvent
  | WaitingEvent
  | FailedEvent
  | NotPersistedEvent
  | IgnoredFieldEvent
  | ReauthorizationRequiredEvent
  | NotAttachedEvent;

/** Called with events as they happen, after the claim that they are about has ended. */
export type TokenEventListener = (event: TokenEvent) => void;

/** Adds the account to each event for a user's listener. What the listener throws or rejects is ignored. */
export function emitter(
  listener: TokenEventListener | undefined,
  of: AccountEvent,
): TokenEventListener {
  return (event) => {
    const tell = async () => listener?.({ ...event, ...of });
    tell().catch(() => {});
  };
}
