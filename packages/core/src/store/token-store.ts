import type { TokenErrorCode } from "../errors/index.ts";
import type { TokenSet } from "../tokens/index.ts";

/** One committed state of an account. A commit replaces it by one with the next revision. */
export interface TokenRecord {
  /** 1 for the first record, then one more with each commit. */
  readonly revision: number;
  /** What the account holds; absent after `clear()`. */
  readonly tokens?: TokenSet;
  /** When these tokens were refreshed, epoch ms; 0 for those of a login or a seed. */
  readonly obtainedAt: number;
  /** How often `tokens.refreshToken` was sent, as far as is known, without an answer; absent means never. */
  readonly unanswered?: number;
  /** The last request failed: the next one must wait. */
  readonly retry?: Retry;
  /** Why `tokens.refreshToken` must not be sent any more. */
  readonly refusal?: Refusal;
  /** Hashes of the seeds that this account grew from, the present one last. */
  readonly seeds?: readonly string[];
  /**
   * Ids of the histories of this store, the present one last. A new one begins with the first record,
   * and with the first one after the store has lost newer records. Revisions are comparable within one
   * of them. Absent in records of earlier versions.
   */
  readonly epochs?: readonly string[];
  /**
   * Until when an access token that was rejected although it was just issued is used as it is, epoch ms.
   */
  readonly coolsUntil?: number;
}

/** A final answer about one refresh token. */
export interface Refusal {
  readonly code: TokenErrorCode;
  readonly message: string;
}

/** When the next request may go out after one that failed; all processes of a store keep to it. */
export interface Retry {
  /** What callers are told meanwhile. */
  readonly code: TokenErrorCode;
  /** What went wrong, for the message; it holds no token. */
  readonly reason: string;
  /** Epoch ms. */
  readonly at: number;
  /** How long the wait until `at` was when it began, ms. The next one is longer. */
  readonly wait: number;
  /** One request may go out before `at`: the provider may be back sooner than it said. */
  readonly mayProbe?: true;
}

/** How long a claimant may be away before others may take over. */
export interface Lease {
  /** In ms; the store's own clock counts it. */
  readonly duration: number;
  /** Aborts if nobody waits for the claim any more; a store that queues claims drops it then. */
  readonly signal?: AbortSignal;
}

/** A claim that nobody finished: its refresh token may have been sent. */
export interface Spending {
  /** The revision whose refresh token it was about. */
  readonly revision: number;
  /** When it was claimed, epoch ms, by the claimant's clock. */
  readonly startedAt: number;
}

/** The sole right to replace one revision, written down durably before it is used. */
export interface Claim {
  /** An earlier claimant died or vanished in mid-refresh: it may have sent the refresh token. */
  readonly abandoned?: Spending;
  /**
   * Starts the lease anew, for its full duration, while a slow token endpoint is waited for. A store
   * without this operation is asked for a lease that covers the whole `sendDeadline`, so that a
   * claimant that died is noticed later. A lease that is over begins anew as well, while nobody else
   * has taken over: one atomic step, as `claim` is.
   * @returns `false` when somebody else has taken over, or the claim has ended
   */
  extend?(): Promise<boolean>;
  /**
   * Writes the next record at once, as soon as the reply of the token endpoint is there. A process that
   * takes over the claim finds it there and commits it, so that a reply which has reached this process
   * is not lost if the process is killed. `commit` follows. Only for stores that can write without
   * waiting.
   */
  journal?(next: TokenRecord): void;
  /**
   * Replaces the record durably, and ends the claim. When it throws, the claim is still held, its
   * lease begins anew where that can be, and the commit can be tried again; a store over a network
   * gives `true` then for one that had come through.
   * @returns `false` when the revision has moved on, or the store holds a record of another history
   * (the last of its `epochs` is not among those of `next`); nothing is written then.
   */
  commit(next: TokenRecord): Promise<boolean>;
  /** Ends the claim without a trace: the refresh token was not sent. */
  release(): Promise<void>;
}

/**
 * Where one account's tokens live. A backend supplies these few atomic operations;
 * waiting, adopting, deadlines and events are the manager's.
 */
export interface TokenStore {
  /** The last committed record, whole. It never waits for a claimant. */
  read(): Promise<TokenRecord | undefined>;
  /**
   * Tries once to get the sole right to replace `revision` (0: there is no record yet), and has
   * proven by then that the store can be written. Where it throws, it is called once more: a store
   * over a network takes a claim for its own whose answer was lost.
   * @returns `undefined` when somebody else has it, or the revision has moved on.
   */
  claim(revision: number, lease: Lease): Promise<Claim | undefined>;
  /** Calls back soon after a record changed; returns what ends that. */
  subscribe?(changed: () => void): () => void;
}
