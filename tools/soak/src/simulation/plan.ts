/** One schedule: all that a run does not decide itself. The same plan runs the same way each time. */
export interface Plan {
  readonly processes: readonly ProcessPlan[];
  readonly happenings: readonly Happening[];
  /** What becomes of the store's operations, one after the other; after the last, nothing special. */
  readonly operations: readonly OperationFate[];
  /** What becomes of the calls of the token endpoint, likewise. */
  readonly calls: readonly CallFate[];
  readonly store: StorePlan;
  readonly server: ServerPlan;
}

export interface ProcessPlan {
  /** ms after the beginning. */
  readonly startsAt: number;
  /** How far its wall clock goes ahead, ms. */
  readonly clockAhead: number;
  readonly refreshAhead: boolean;
  /**
   * With which of the operator's two logins it is started, and started again. The second one is made
   * when the store has grown from the first.
   */
  readonly seed: 0 | 1;
}

/** Something that happens to a process, so many ms after what was before. */
export interface Happening {
  readonly after: number;
  /** Counted round. */
  readonly process: number;
  readonly what: What;
}

export type What =
  | { readonly kind: "get" | "fresh" | "renew"; readonly abortAfter?: number | undefined }
  /** Busy: a request is made at the same time. */
  | { readonly kind: "login"; readonly isBusy: boolean }
  /** The resource rejects the access token that the process was given last. */
  | { readonly kind: "cool" }
  | { readonly kind: "clear" | "revoked" }
  | { readonly kind: "crash"; readonly restartAfter: number }
  | { readonly kind: "suspend" | "sleep"; readonly ms: number; readonly readsFirst: boolean }
  | { readonly kind: "clock"; readonly by: number }
  /** The store has lost its newest records, so many of them; or all, if it had no more. */
  | { readonly kind: "gone back"; readonly by: number }
  /** Somebody has logged in to an empty store, and it took the place of the present one. */
  | { readonly kind: "begun anew" };

interface StorePlan {
  /** Whether it tells of changes. */
  readonly tells: boolean;
  /** Whether it knows that a claimant is dead, before the lease is over. */
  readonly seesDeath: boolean;
  /** Whether a lease can be extended. */
  readonly extends: boolean;
  /** Whether it can read a record and claim it in one step. */
  readonly readsAndClaims: boolean;
  /** Whether claims have a journal. */
  readonly journals: boolean;
  /**
   * Whether an operation is lost if its process is killed before it took effect: one of several steps,
   * as a file store has them. A request to a server takes effect all the same.
   */
  readonly losesUnderway: boolean;
}

export interface ServerPlan {
  /** ms for which a spent refresh token still gets the answer that it got; 0 for a strict server. */
  readonly grace: number;
  /** Of access tokens, ms; absent where the server does not say. */
  readonly lifetime?: number | undefined;
}

/**
 * - `fails`: without an effect, and the caller is told.
 * - `unanswered`: with its effect, and the caller is told that it failed.
 * - `hangs`: with its effect, and never an answer.
 * - `stolen`: of a claim, others take it for abandoned as soon as the claimant has it.
 */
export type OperationFault = "fails" | "unanswered" | "hangs" | "stolen";

export interface OperationFate {
  /** ms until it takes effect. */
  readonly there: number;
  /** ms until its answer arrives. */
  readonly back: number;
  readonly fault?: OperationFault | undefined;
}

/**
 * - `unreachable`: no connection. - `busy`: 429 with `Retry-After`. - `trouble`: `server_error`.
 * - `rejected`: `invalid_client`. - `gateway`: a bare 401, which is not the server's own.
 * - `broken`: an answer that says nothing, without a rotation.
 * - `lost`: rotates, then the connection ends. - `garbage`: rotates, and the answer has no tokens.
 * - `half`: rotates, and the answer has a refresh token alone. - `silent`: rotates and never answers.
 */
export type CallFault =
  | "unreachable"
  | "busy"
  | "trouble"
  | "rejected"
  | "gateway"
  | "broken"
  | "lost"
  | "garbage"
  | "half"
  | "silent";

export interface CallFate {
  readonly there: number;
  readonly back: number;
  readonly fault?: CallFault | undefined;
  /** Whether the refresh function ends with its signal; otherwise its answer may come later. */
  readonly heedsSignal: boolean;
}
