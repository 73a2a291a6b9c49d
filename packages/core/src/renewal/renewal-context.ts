import type { TokenError } from "../errors/index.ts";
import type { TokenRecord } from "../store/index.ts";
import type { Deadline } from "../time/index.ts";
import type { ActiveClaim } from "./active-claim.ts";
import type { CallerNeeds } from "./caller-needs.ts";
import type { CircuitBreaker } from "./circuit-breaker.ts";
import type { HeldClaim } from "./held-claim.ts";
import type { RefreshCall } from "./refresh-function.ts";
import type { TurnLimit } from "./refresh-turn.ts";
import type { TokenWriter, TokenWriterContext } from "./token-writer.ts";

/** The parts of an account that a renewal uses. */
export interface RenewalContext extends Pick<TokenWriterContext, "session" | "reader" | "emit"> {
  readonly writer: TokenWriter;
  /** How long a caller waits, and how long the store may take, in ms. */
  readonly refreshDeadline: number;
  /** How long one request to the token endpoint may take, in ms. */
  readonly sendDeadline: number;
  /** See {@link RefreshTokenFacts.graceWindow}. 0 if it is not known. */
  readonly graceWindow: number;
  readonly circuitBreaker: CircuitBreaker;
  readonly turnLimit: TurnLimit;
  /** Calls the user's refresh function. Whatever that function does, this returns a promise. */
  readonly refresh: RefreshCall;
}

/** The progress of one renewal. Its callers use it if the renewal fails. */
export interface Progress {
  /** How often the refresh function was called. */
  attempts: number;
  /** Whether it waits until other refreshes of this process have ended. */
  isQueued?: boolean;
  /** The last failure. */
  failure?: TokenError;
  /** The last record that was read. Its access token may still be valid. */
  seen?: TokenRecord;
}

/** A claim that this process holds, and the record that it may replace. */
export interface ClaimedRecord {
  readonly base: TokenRecord;
  readonly held: HeldClaim;
}

/** A claimed record, with the renewal that uses the claim. */
export interface ClaimedRenewal extends ClaimedRecord {
  readonly progress: Progress;
  /** Whether a caller still waits. If not, nothing is sent. */
  isWanted(): boolean;
}

/** One renewal for all callers in this process. */
export interface Renewal {
  readonly context: RenewalContext;
  readonly activeClaim: ActiveClaim;
  readonly deadline: Deadline;
  readonly progress: Progress;
  readonly needs: CallerNeeds;
  /** Whether a caller waits for a retry. Callers that still have a valid access token do not. */
  isPatient(): boolean;
}
