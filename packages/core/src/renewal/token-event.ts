import type { TokenError } from "../errors/index.ts";

/** Whose event it is. */
export interface AccountEvent {
  /** The manager's `name`, where it has one. */
  readonly account?: string;
  /** Origin of the token endpoint, where the refresh function tells it. */
  readonly endpoint?: string;
}

/** This process has refreshed the tokens, and they are stored. */
export interface RefreshedEvent extends AccountEvent {
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
export interface WaitingEvent extends AccountEvent {
  readonly type: "waiting";
  /** The revision that the other process is about to replace. */
  readonly revision: number;
}

/** A refresh has failed, early or not: `error.kind` says what to do. An access token that is still valid stays in use. */
export interface FailedEvent extends AccountEvent {
  readonly type: "failed";
  readonly error: TokenError;
}

/** The tokens were refreshed, but could not be saved; they are kept in memory, and saving is tried again. */
export interface NotPersistedEvent extends AccountEvent {
  readonly type: "not_persisted";
  readonly error: TokenError;
}

/** A field of the provider's answer could not be used. The tokens beside it were stored. */
export interface IgnoredFieldEvent extends AccountEvent {
  readonly type: "ignored_field";
  /** As the answer calls it. */
  readonly field: string;
  /** What it was: `a number`, `an array`; never its value. */
  readonly was: string;
}

/** A person must log in again. Told once, until there are other tokens. */
export interface ReauthorizationRequiredEvent extends AccountEvent {
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
  | IgnoredFieldEvent
  | ReauthorizationRequiredEvent;

/** Told of events as they happen, after the claim that they are about has ended. */
export type TokenEventListener = (event: TokenEvent) => void;

/** Tells a user's listener whose events these are. What it throws, or its promise, is ignored. */
export function emitter(
  listener: TokenEventListener | undefined,
  of: AccountEvent,
): TokenEventListener {
  return (event) => {
    const tell = async () => listener?.({ ...event, ...of });
    tell().catch(() => {});
  };
}
