import { isTokenError, safeCause, TokenError } from "../errors/index.ts";
import {
  afterRefresh,
  pollUntil,
  type RecordReader,
  type StoreSession,
  type TokenRecord,
} from "../store/index.ts";
import { abortable, backgroundTimer, SharedWork, stopped, timeLimit } from "../time/index.ts";
import { frozenCopyOf, scheduleOf, type TokenSet } from "../tokens/index.ts";
import type { PendingTokens } from "./pending-tokens.ts";
import type { RefreshedEvent, TokenEvent } from "./token-event.ts";

/** In ms; well within every lease, which a failed commit renews. */
const retryAfter = 1_000;

/** What saving works with. */
export interface SavingContext {
  readonly session: StoreSession;
  readonly reader: RecordReader;
  /** How long the store may take, ms. */
  readonly refreshDeadline: number;
  emit(event: TokenEvent): void;
  /** Told of what was stored, and for which refresh token it was issued. */
  saved(record: TokenRecord, spent: string | undefined): void;
  /** Told why a retry in the background failed. */
  failed(error: unknown): void;
}

/** Tells that somebody else's tokens were adopted, if there are any. */
export function adopted({ emit }: Pick<SavingContext, "emit">, record: TokenRecord): TokenRecord {
  if (record.tokens?.accessToken) emit({ type: "adopted", ...stateOf(record) });
  return record;
}

/** Stores new tokens. Those that cannot be stored stay in memory, and are tried again every second. */
export class TokenSaver {
  readonly #context: SavingContext;
  readonly #underway = new WeakMap<PendingTokens, SharedWork<TokenRecord>>();
  #pending: PendingTokens | undefined;
  #isClosed = false;
  #endRetry = () => {};

  constructor(context: SavingContext) {
    this.#context = context;
  }

  /** The tokens that no store has yet. */
  get unsaved(): TokenSet | undefined {
    return this.#pending && frozenCopyOf(this.#pending.tokens);
  }

  get isIdle(): boolean {
    return !this.#pending;
  }

  /**
   * Stores new tokens. If the revision has moved on meanwhile, they replace a record that still has the
   * refresh token that was spent for them; any other record is newer than they are, and stays.
   *
   * @returns the record that is in the store now
   * @throws {TokenError} `not_persisted`; the tokens are kept for another try
   */
  async persist(pending: PendingTokens, signal?: AbortSignal): Promise<TokenRecord> {
    // A late reply must not replace newer pending tokens.
    if (pending.claim || !this.#pending) this.#pending = pending;
    try {
      return await abortable(this.#persistOnce(pending), signal);
    } catch (thrown) {
      throw notPersisted(pending, thrown);
    }
  }

  /** Tries to store what is pending; `undefined` if nothing is. */
  async retry(signal?: AbortSignal): Promise<TokenRecord | undefined> {
    return this.#pending && this.persist(this.#pending, signal);
  }

  /** The failure that callers are told: at their deadline, the store may still be busy with new tokens. */
  failureOf(thrown: unknown): unknown {
    const isLate = isTokenError(thrown) && thrown.code === "timeout";
    return isLate && this.#pending ? notPersisted(this.#pending, thrown) : thrown;
  }

  /** Ends the retries in the background. */
  close(): void {
    this.#isClosed = true;
    this.#endRetry();
  }

  /** One at a time: a caller and the retry in the background wait for the same commit. */
  async #persistOnce(pending: PendingTokens): Promise<TokenRecord> {
    for (;;) {
      const work = this.#underway.get(pending) ?? this.#begin(pending);
      const record = await work.settled();
      if (record !== stopped) return record;
      if (this.#underway.get(pending) === work) this.#underway.delete(pending);
    }
  }

  #begin(pending: PendingTokens): SharedWork<TokenRecord> {
    const work = new SharedWork(
      this.#commit(pending).finally(() => {
        if (this.#underway.get(pending) === work) this.#underway.delete(pending);
      }),
    );
    this.#underway.set(pending, work);
    return work;
  }

  async #commit(pending: PendingTokens): Promise<TokenRecord> {
    const { emit, refreshDeadline, saved } = this.#context;
    const signal = timeLimit(refreshDeadline);
    try {
      // A store that does not answer counts as one that fails.
      const record = await abortable(commitOrMerge(this.#context, pending, signal), signal);
      this.#clear(pending);
      // Its callers may be gone.
      saved(record, pending.base.tokens?.refreshToken);
      if (record.tokens?.accessToken !== pending.tokens.accessToken) {
        return adopted(this.#context, record);
      }
      if (record.tokens.accessToken) emit({ type: "refreshed", ...stateOf(record) });
      return record;
    } catch (thrown) {
      this.#retryLater();
      throw thrown;
    }
  }

  #clear(pending: PendingTokens): void {
    if (this.#pending !== pending) return;
    this.#pending = undefined;
    this.#endRetry();
  }

  #retryLater(): void {
    this.#endRetry();
    if (this.#isClosed) return;
    this.#endRetry = backgroundTimer(retryAfter, () => {
      this.retry().catch(this.#context.failed);
    });
  }
}

function notPersisted({ tokens }: PendingTokens, thrown: unknown): TokenError {
  return new TokenError(
    "not_persisted",
    "The tokens were refreshed, but cannot be saved. They are kept in memory, and saving is retried every second. Make the store writable before this process ends, or write down `unsaved`.",
    { cause: safeCause(thrown, tokens) },
  );
}

function stateOf(record: TokenRecord): Pick<RefreshedEvent, "revision" | "expiresAt"> {
  const { endsAt } = scheduleOf(record, 0);
  return { revision: record.revision, ...(endsAt < Infinity && { expiresAt: endsAt }) };
}

async function commitOrMerge(
  { session, reader }: SavingContext,
  pending: PendingTokens,
  signal: AbortSignal,
): Promise<TokenRecord> {
  const { base, claim: held } = pending;
  const next = (record: TokenRecord) => afterRefresh(record, base.tokens, pending);
  const committed = held && (await session.commit(held, next(base)));
  if (committed) return committed;
  return pollUntil(session, signal, async () => {
    const record = await reader.read(signal);
    if (record.tokens?.refreshToken !== base.tokens?.refreshToken) return { found: record };
    const leased = await session.claim(record.revision, signal);
    const merged = leased && (await session.commit(leased.claim, next(record)));
    return merged ? { found: merged } : { again: "changed" };
  });
}
