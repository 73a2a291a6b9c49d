import type { TokenError } from "./token-error.ts";

/** This process has refreshed the tokens, and they are stored. */
export interface RefreshedEvent {
  readonly type: "refreshed";
  /** Of the record that is stored now. */
  readonly revision: number;
  /** End of the new access token, epoch ms, where it is known. */
  readonly expiresAt?: number;
}

/** Tokens were taken over that somebody else has stored: another process, or the operator's seed. */
export interface AdoptedEvent extends Omit<RefreshedEvent, "type"> {
  readonly type: "adopted";
}

/** Another process is refreshing; this one waits for it. Told once a wait. */
export interface WaitingEvent {
  readonly type: "waiting";
  /** The revision that the other process is about to replace. */
  readonly revision: number;
}

/** A refresh has failed, early or not: `error.kind` says what to do. An access token that is still valid stays in use. */
export interface FailedEvent {
  readonly type: "failed";
  readonly error: TokenError;
}

/** The tokens were refreshed, but could not be saved; they are kept in memory, and saving is tried again. */
export interface NotPersistedEvent {
  readonly type: "not_persisted";
  readonly error: TokenError;
}

/** A person must log in again. Told once, until there are other tokens. */
export interface ReauthorizationRequiredEvent {
  readonly type: "reauthorization_required";
  readonly error: TokenError;
}

/** What happened to an account's tokens, told by `type`. Holds no token. */
export type TokenEvent =
  | RefreshedEvent
  | AdoptedEvent
  | WaitingEvent
  | FailedEvent
  | NotPersistedEvent
  | ReauthorizationRequiredEvent;

/** Told of events as they happen, after the claim that they are about has ended. */
export type TokenEventListener = (event: TokenEvent) => void;

/** A listener whose failure, at once or by a promise, is its own. */
export function harmless(listener: TokenEventListener | undefined): TokenEventListener {
  return (event) => {
    const told = async () => listener?.(event);
    told().catch(() => {});
  };
}
