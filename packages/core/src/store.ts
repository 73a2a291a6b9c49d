import type { TokenErrorCode } from "./token-error.ts";
import type { TokenSet } from "./token-set.ts";

/** One committed state of an account. A commit replaces it by one with the next revision. */
export interface TokenRecord {
  /** 1 for the first record, then one more with each commit. */
  readonly revision: number;
  /** What the account holds; absent after `clear()`. */
  readonly tokens?: TokenSet;
  /** When these tokens were refreshed, epoch ms; 0 for those of a login or a seed. */
  readonly obtainedAt: number;
  /** How often `tokens.refreshToken` was sent without a usable answer; absent means never. */
  readonly unanswered?: number;
  /** Why `tokens.refreshToken` must not be sent any more. */
  readonly refusal?: Refusal;
  /** Hashes of the seeds that this account grew from, the present one last. */
  readonly seeds?: readonly string[];
}

/** A final answer about one refresh token. */
export interface Refusal {
  readonly code: TokenErrorCode;
  readonly message: string;
}

/** How long a claimant may be away before others may take over. */
export interface Lease {
  /** In ms; the store's own clock counts it. */
  readonly duration: number;
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
  /** An earlier claimant died or vanished in mid-refresh: the refresh token is in doubt. */
  readonly abandoned?: Spending;
  /**
   * Replaces the record durably, and ends the claim. When it throws, the claim is still held, its
   * lease begins anew where that can be, and the commit can be tried again; a store over a network
   * gives `true` then for one that had come through.
   * @returns `false` when the revision has moved on; nothing is written then.
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
