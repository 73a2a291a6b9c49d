import { isTokenError, TokenError, type TokenErrorDetails } from "../errors/index.ts";
import {
  type AccountEvent,
  emitStored,
  emitter,
  type TokenEventListener,
  TokenWriter,
  type TokenWriterContext,
} from "../renewal/index.ts";
import {
  type RecordReader,
  StoreHistory,
  StoreSession,
  type TokenRecord,
  withSeed,
} from "../store/index.ts";
import { withDeadline } from "../time/index.ts";
import { withoutUndefined } from "../values/index.ts";
import { describeFailure } from "./failure-description.ts";
import { FailureEvents } from "./failure-events.ts";
import type { ResolvedOptions } from "./options.ts";
import type { Reentry } from "./reentry.ts";
import type { RefreshTimer } from "./refresh-timer.ts";
import type { StoreWatch } from "./store-watch.ts";
import { TokenCache } from "./token-cache.ts";

/** The parts of a manager that its account needs. */
export interface ManagedAccountContext {
  readonly options: ResolvedOptions;
  readonly reentry: Reentry;
  /** Starts a refresh in the background. Absent unless `refreshAhead` is set. */
  readonly refreshTimer: Pick<RefreshTimer<object>, "set"> | undefined;
  /** Adopts what other processes store. Absent if the store cannot be watched. */
  readonly storeWatch: Pick<StoreWatch<object>, "start" | "stop"> | undefined;
}

/** One account: its store, its tokens in memory, and the events about them. The parts of a manager share it. */
export class ManagedAccount implements TokenWriterContext {
  readonly options: ResolvedOptions;
  readonly reentry: Reentry;
  readonly cache: TokenCache;
  readonly session: StoreSession;
  /** Reads the store, and stores a new seed first. */
  readonly reader: RecordReader;
  readonly writer: TokenWriter;
  readonly emit: TokenEventListener;
  readonly #history: StoreHistory;
  readonly #names: AccountEvent;
  readonly #failures: FailureEvents;
  readonly #refreshTimer: ManagedAccountContext["refreshTimer"];
  readonly #storeWatch: ManagedAccountContext["storeWatch"];
  #listeners: Set<() => void> | undefined;
  #isClosed = false;

  constructor({ options, reentry, refreshTimer, storeWatch }: ManagedAccountContext) {
    const { seed, name, endpoint } = options;
    this.options = options;
    this.reentry = reentry;
    this.#refreshTimer = refreshTimer;
    this.#storeWatch = storeWatch;
    this.#names = withoutUndefined<AccountEvent>({ account: name, endpoint });
    this.#history = new StoreHistory();
    this.cache = new TokenCache(options, this.#history);
    this.session = new StoreSession(options, this.#history);
    this.reader = withSeed(this.session, this.#history, seed && (() => reentry.run(seed)));
    this.emit = emitter(options.onEvent, this.#names);
    this.#failures = new FailureEvents(this.emit);
    this.writer = new TokenWriter(this);
  }

  get refreshDeadline(): number {
    return this.options.refreshDeadline;
  }

  /** Caches tokens that this process has stored. */
  onPersisted(record: TokenRecord, spent: string | undefined): void {
    this.#history.markReplaced(spent, record);
    this.adopt(record);
  }

  onRetryFailed(error: unknown): void {
    this.report(error);
  }

  /**
   * Caches the tokens of a stored record.
   *
   * @returns whether the tokens have changed
   */
  adopt(record: TokenRecord): boolean {
    const isChanged = this.cache.adopt(record);
    this.#failures.reset();
    this.scheduleRefresh();
    if (!this.#isClosed) this.#storeWatch?.start();
    if (isChanged) for (const changed of this.#listeners ?? []) changed();
    return isChanged;
  }

  /** Caches what another process has stored: refreshed tokens, a login or a logout. */
  async adoptStored(): Promise<void> {
    const record = await withDeadline(this.options.refreshDeadline, () => this.session.read());
    if (this.#isClosed || !this.adopt(record)) return;
    if (record.tokens) emitStored(this, "adopted", record);
    else this.report(this.loginRequiredError());
  }

  /** Calls `changed` when the cached tokens have changed. Returns a function that ends this. */
  onChange(changed: () => void): () => void {
    this.#listeners ??= new Set();
    this.#listeners.add(changed);
    return () => this.#listeners?.delete(changed);
  }

  /** Schedules the next refresh in the background. */
  scheduleRefresh(): void {
    if (!this.#isClosed) this.#refreshTimer?.set(this.cache.schedule.renewAt);
  }

  /** Sends an event about a failure. */
  report(error: unknown): void {
    if (isTokenError(error)) this.#failures.report(describeFailure(error, this.#names));
  }

  /** Must be called before anything else is claimed, because the claim of pending tokens is still held. */
  persistPending(signal: AbortSignal): Promise<TokenRecord | undefined> {
    return this.writer.retry(signal);
  }

  /** Adds the account and the endpoint to the errors of the lower layers, which do not know them. */
  async describeErrors<T>(work: Promise<T>, details = (): TokenErrorDetails => ({})): Promise<T> {
    try {
      return await work;
    } catch (thrown) {
      const error = this.writer.explainTimeout(thrown);
      throw isTokenError(error) ? describeFailure(error, this.#names, details()) : error;
    }
  }

  /** @throws {TokenError} `disposed` if {@link close} was called */
  assertOpen(): void {
    if (!this.#isClosed) return;
    throw new TokenError("disposed", "This token manager was closed.", this.#names);
  }

  loginRequiredError(): TokenError {
    return new TokenError("login_required", "There are no tokens. Log in again.", this.#names);
  }

  /** Ends the timers and the retries in the background. */
  close(): void {
    this.#isClosed = true;
    this.#refreshTimer?.set(Infinity);
    this.#storeWatch?.stop();
    this.writer.close();
  }
}
