import type { TokenErrorCode } from "../errors/index.ts";
import type { TokenSet } from "../tokens/index.ts";

/** The committed state of one account. Each commit replaces it by a record with the next revision. */
export interface TokenRecord {
  /** 1 for the first record. Each commit adds 1. */
  readonly revision: number;
  /** The tokens of the account. Absent after `clear()`. */
  readonly tokens?: TokenSet;
  /** When the tokens were refreshed, in epoch ms. 0 for the tokens of a login or a seed. */
  readonly obtainedAt: number;
  /** How often `tokens.refreshToken` was sent, as far as is known, without a response. Absent means never. */
  readonly unanswered?: number;
  /** Set if the last request failed: when the next one may be sent. */
  readonly retry?: Retry;
  /** Set if `tokens.refreshToken` must not be sent any more. */
  readonly refusal?: Refusal;
  /** Hashes of the seeds from which this account was started. The current one is the last. */
  readonly seeds?: readonly string[];
  /**
   * Ids of the histories of this store. The current one is the last. A new history starts with the first
   * record, with each login or logout, and when a process restores newer tokens. Revisions can be compared
   * only within one history. Absent in records of earlier versions.
   */
  readonly epochs?: readonly string[];
  /**
   * The end of the cool-down, in epoch ms: an API has rejected the access token although it was just issued,
   * so no process refreshes it until then.
   */
  readonly coolsUntil?: number;
}

/** A final response about one refresh token. */
export interface Refusal {
  /** The code of the error that callers get from now on. */
  readonly code: TokenErrorCode;
  /** The message of that error. It contains no token. */
  readonly message: string;
}

/** When the next request may be sent after a failed one. All processes that share the store obey it. */
export interface Retry {
  /** The code of the error that callers get until then. */
  readonly code: TokenErrorCode;
  /** What happened, for the message. It contains no token. */
  readonly reason: string;
  /** In epoch ms. */
  readonly at: number;
  /** The whole length of the wait that ends at `at`, in ms. The next wait is longer. */
  readonly wait: number;
  /** One request may be sent before `at`, because the provider may be back sooner than it said. */
  readonly mayProbe?: true;
}

/** How long a claim is valid without a sign of life from its holder. */
export interface Lease {
  /** In ms, measured by the clock of the store. */
  readonly duration: number;
  /** Aborts if no caller waits for the claim any more. A store that queues claims then removes it. */
  readonly signal?: AbortSignal;
}

/** A claim that was neither committed nor released. Its refresh token may have been sent. */
export interface Spending {
  /** The revision of the record with that refresh token. */
  readonly revision: number;
  /** When the claim was made, in epoch ms, by the clock of its holder. */
  readonly startedAt: number;
}

/** The exclusive right to replace one revision. The store has written it durably before it is used. */
export interface Claim {
  /**
   * How long the claim is valid without a sign of life, in ms, if the store has given it a shorter lease than it was
   * asked for. A store does this if it can ask a holder that is silent whether it is still alive.
   */
  readonly lease?: number;
  /** An earlier holder of a claim died or vanished during a refresh, and may have sent the refresh token. */
  readonly abandoned?: Spending;
  /**
   * Restarts the lease with its full duration, while a slow token endpoint is waited for. Like `claim`, this
   * is one atomic step. It also succeeds if the lease has expired and no other process has taken over.
   *
   * If a store does not implement it, each lease covers the whole `sendDeadline`, so that it takes longer to
   * notice that a holder has died.
   *
   * @returns `false` if another process has taken over, or the claim has ended
   */
  extend?(): Promise<boolean>;
  /**
   * Writes the next record synchronously when the response of the token endpoint arrives; `commit` follows.
   * If the process is killed in between, the process that takes over finds the record and commits it. Only
   * stores that can write synchronously implement it.
   */
  journal?(next: TokenRecord): void;
  /**
   * Replaces the record durably and ends the claim. If it throws, the claim is still held, its lease restarts
   * if possible, and the commit may be called again. If the first commit did succeed, a network store then
   * returns `true`.
   *
   * @returns `false`, and writes nothing, if the revision has changed or the store has a record of another
   * history (the last of its `epochs` is not among those of `next`)
   */
  commit(next: TokenRecord): Promise<boolean>;
  /** Ends the claim without a trace. The refresh token was not sent. */
  release(): Promise<void>;
}

/** What a store has, and the claim on it if it was granted. */
export interface ReadClaim {
  /** The last committed record, completely. Absent if there is none. */
  readonly record?: TokenRecord | undefined;
  /** The exclusive right to replace this record. Absent if `claim` would have returned `undefined`. */
  readonly claim?: Claim | undefined;
}

/** The process, tab or machine that may send the refresh token just now, for people who look for it. */
export interface ClaimHolder {
  /** Who it is, such as "process 4711 on this host". Never a secret. */
  readonly description: string;
  /** When the claim was made, in epoch ms, by the clock of its holder, if the store knows. */
  readonly startedAt?: number;
  /** When the lease of the claim ends, in epoch ms, if the store knows. */
  readonly leaseEndsAt?: number;
}

/**
 * Stores the tokens of one account. A backend implements these few atomic operations. The manager does the
 * rest: waiting, adopting new tokens, deadlines and events.
 */
export interface TokenStore {
  /** Returns the last committed record, completely. It never waits for the holder of a claim. */
  read(): Promise<TokenRecord | undefined>;
  /**
   * Tries once to get the exclusive right to replace `revision`, which is 0 if there is no record. A claim can
   * be taken over when its lease has expired, or as soon as the store knows that its holder is dead. A store
   * that cannot be written must throw. After an exception, `claim` is called once more: if the first claim did
   * succeed, a network store returns that claim.
   *
   * @returns `undefined` if another process has the claim, or the revision has changed
   */
  claim(revision: number, lease: Lease): Promise<Claim | undefined>;
  /**
   * Does what `read` and `claim` do, but in one atomic step, and so in one round trip. A store that is reached by a
   * network should implement it: a process that knows which record it has to replace needs no `read` before its claim.
   * After an exception, it is called once more, as `claim` is.
   */
  readAndClaim?(revision: number, lease: Lease): Promise<ReadClaim>;
  /** Calls `changed` soon after the record changes. Returns a function that ends the subscription. */
  subscribe?(changed: () => void): () => void;
  /**
   * Does the same for as long as a manager lives, so that it adopts a refresh, a login or a logout of another
   * process at once. Only stores for which that costs nothing implement it.
   */
  watch?(changed: () => void): () => void;
  /**
   * Returns who has an active claim; `undefined` if nobody has one. It only reads. Managers do not call it.
   */
  claimHolder?(): Promise<ClaimHolder | undefined>;
}
