import { isTokenError, safeCause, TokenError } from "../errors/index.ts";
import type { RecordReader, StoreSession, TokenRecord } from "../store/index.ts";
import { abortable, backgroundTimer, SharedWork, stopped, timeLimit } from "../time/index.ts";
import { frozenCopyOf, type TokenSet } from "../tokens/index.ts";
import { commitOrMerge } from "./commit-or-merge.ts";
import type { PendingTokens } from "./pending-tokens.ts";
import { emitStored } from "./stored-events.ts";
import type { TokenEvent } from "./token-event.ts";

/** The interval of retries, in ms. It is much shorter than a lease, which a failed commit restarts. */
const retryInterval = 1_000;

/** The parts of an account that a token writer uses. */
export interface TokenWriterContext {
  readonly session: StoreSession;
  readonly reader: RecordReader;
  /** How long the store may take, in ms. */
  readonly refreshDeadline: number;
  emit(event: TokenEvent): void;
  /** Is called with the record that is stored, and with the refresh token that was spent for it. */
  onPersisted(record: TokenRecord, spent: string | undefined): void;
  /** Is called if a retry in the background fails. */
  onRetryFailed(error: unknown): void;
}

/** Stores new tokens. If the store fails, it keeps them in memory and retries every second. */
export class TokenWriter {
  readonly #context: TokenWriterContext;
  #commits: WeakMap<PendingTokens, SharedWork<TokenRecord>> | undefined;
  #pending: PendingTokens | undefined;
  /** When they became pending, by `performance.now()`; `-Infinity` after a failed commit. */
  #pendingSince = 0;
  #isClosed = false;
  #stopRetry: (() => void) | undefined;

  constructor(context: TokenWriterContext) {
    this.#context = context;
  }

  /** The tokens that are not stored yet. */
  get unsaved(): TokenSet | undefined {
    return this.#pending && frozenCopyOf(this.#pending.tokens);
  }

  get isIdle(): boolean {
    return !this.#pending;
  }

  /** Whether this process is storing the tokens of a record: the store may have them before the commit returns. */
  isStoring({ tokens }: TokenRecord): boolean {
    return this.#pending !== undefined && this.#pending.tokens.accessToken === tokens?.accessToken;
  }

  /**
   * Stores new tokens, unless the store has newer ones.
   *
   * @returns the record that is stored now
   * @throws {TokenError} `not_persisted`; the tokens are kept for a retry
   */
  async persist(pending: PendingTokens, signal?: AbortSignal): Promise<TokenRecord> {
    // A late reply must not replace newer pending tokens.
    if (pending.claim || !this.#pending) this.#setPending(pending);
    try {
      return await abortable(this.#persistOnce(pending), signal);
    } catch (thrown) {
      throw signal?.aborted ? this.explainTimeout(thrown) : notPersisted(pending, thrown);
    }
  }

  /** Tries again to store pending tokens; resolves with `undefined` if there are none. */
  async retry(signal?: AbortSignal): Promise<TokenRecord | undefined> {
    return this.#pending && this.persist(this.#pending, signal);
  }

  /**
   * Replaces a `timeout` by `not_persisted` if the caller has waited for new tokens to be stored. A commit
   * that has only just begun is no failure of the store.
   */
  explainTimeout(thrown: unknown): unknown {
    const isTimeout = isTokenError(thrown) && thrown.code === "timeout";
    const isLate = performance.now() - this.#pendingSince >= retryInterval;
    return isTimeout && isLate && this.#pending ? notPersisted(this.#pending, thrown) : thrown;
  }

  /** Ends the retries in the background. */
  close(): void {
    this.#isClosed = true;
    this.#stopRetry?.();
  }

  /** Lets a caller and a retry in the background share one commit of the same tokens. */
  async #persistOnce(pending: PendingTokens): Promise<TokenRecord> {
    for (;;) {
      const work = this.#commits?.get(pending) ?? this.#startCommit(pending);
      const record = await work.settled();
      if (record !== stopped) return record;
      if (this.#commits?.get(pending) === work) this.#commits.delete(pending);
    }
  }

  #startCommit(pending: PendingTokens): SharedWork<TokenRecord> {
    const work = new SharedWork(
      this.#commit(pending).finally(() => {
        if (this.#commits?.get(pending) === work) this.#commits.delete(pending);
      }),
    );
    this.#commits ??= new WeakMap();
    this.#commits.set(pending, work);
    return work;
  }

  async #commit(pending: PendingTokens): Promise<TokenRecord> {
    const { refreshDeadline } = this.#context;
    const { base, tokens } = pending;
    // A store that does not answer counts as a store that fails.
    const signal = timeLimit(refreshDeadline);
    try {
      const record = await abortable(commitOrMerge(this.#context, pending, signal), signal);
      this.#clearPending(pending);
      // The cache must be updated here, because the callers may have given up.
      this.#context.onPersisted(record, base.tokens?.refreshToken);
      const isOwn = record.tokens?.accessToken === tokens.accessToken;
      return emitStored(this.#context, isOwn ? "refreshed" : "adopted", record);
    } catch (thrown) {
      this.#pendingSince = -Infinity;
      this.#retryLater();
      throw thrown;
    }
  }

  #setPending(pending: PendingTokens): void {
    if (this.#pending !== pending) this.#pendingSince = performance.now();
    this.#pending = pending;
  }

  #clearPending(pending: PendingTokens): void {
    if (this.#pending !== pending) return;
    this.#pending = undefined;
    this.#stopRetry?.();
  }

  #retryLater(): void {
    this.#stopRetry?.();
    if (this.#isClosed) return;
    this.#stopRetry = backgroundTimer(retryInterval, () => {
      this.retry().catch((error: unknown) => this.#context.onRetryFailed(error));
    });
  }
}

function notPersisted({ tokens }: PendingTokens, thrown: unknown): TokenError {
  return new TokenError(
    "not_persisted",
    "The tokens were refreshed, but cannot be saved. They are kept in memory, and saving is retried every second. Make the store writable before this process ends, or save `unsaved` elsewhere.",
    { cause: safeCause(thrown, tokens) },
  );
}
