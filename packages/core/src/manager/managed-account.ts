import { isTokenError, TokenError, type TokenErrorDetails } from "../errors/index.ts";
import {
  type AccountEvent,
  emitter,
  type TokenEventListener,
  TokenWriter,
} from "../renewal/index.ts";
import {
  type RecordReader,
  StoreHistory,
  StoreSession,
  type TokenRecord,
  withSeed,
} from "../store/index.ts";
import { describeFailure } from "./failure-description.ts";
import { FailureEvents } from "./failure-events.ts";
import type { ResolvedOptions } from "./options.ts";
import type { Reentry } from "./reentry.ts";
import type { RefreshTimer } from "./refresh-timer.ts";
import { TokenCache } from "./token-cache.ts";

/** What a manager works with. */
export interface ManagedAccountContext {
  readonly options: ResolvedOptions;
  readonly reentry: Reentry;
  /** Renews the access token before its end, if the account is so configured. */
  readonly ahead: Pick<RefreshTimer<object>, "set">;
}

/** One account: its store, its tokens in memory, and the events about them. */
export class ManagedAccount {
  readonly options: ResolvedOptions;
  readonly reentry: Reentry;
  readonly cache: TokenCache;
  readonly session: StoreSession;
  /** Reads the store, and stores a new seed. */
  readonly reader: RecordReader;
  readonly writer: TokenWriter;
  readonly emit: TokenEventListener;
  readonly #of: AccountEvent;
  readonly #failures: FailureEvents;
  readonly #ahead: ManagedAccountContext["ahead"];
  #isClosed = false;

  constructor({ options, reentry, ahead }: ManagedAccountContext) {
    const { seed, name, endpoint, refreshDeadline } = options;
    this.options = options;
    this.reentry = reentry;
    this.#ahead = ahead;
    this.#of = {
      ...(name !== undefined && { account: name }),
      ...(endpoint !== undefined && { endpoint }),
    };
    const history = new StoreHistory();
    this.cache = new TokenCache(options, history);
    this.session = new StoreSession(options, history);
    this.reader = withSeed(this.session, history, seed && (() => reentry.run(seed)));
    this.emit = emitter(options.onEvent, this.#of);
    this.#failures = new FailureEvents(this.emit);
    this.writer = new TokenWriter({
      session: this.session,
      reader: this.reader,
      refreshDeadline,
      emit: this.emit,
      onPersisted: (record, spent) => {
        history.markReplaced(spent, record);
        this.adopt(record);
      },
      onRetryFailed: (error) => this.report(error),
    });
  }

  /** Takes over what is in the store now. */
  adopt(record: TokenRecord): void {
    this.cache.adopt(record);
    this.#failures.over();
    this.renewAhead();
  }

  /** Has the access token renewed before its end. */
  renewAhead(): void {
    if (this.options.refreshAhead && !this.#isClosed) this.#ahead.set(this.cache.schedule.renewAt);
  }

  /** Tells the listener of a failure. */
  report(error: unknown): void {
    if (isTokenError(error)) this.#failures.failed(describeFailure(error, this.#of));
  }

  /** Pending tokens come first: their claim is still held, and nothing else can be claimed. */
  savePending(signal: AbortSignal): Promise<TokenRecord | undefined> {
    return this.writer.retry(signal);
  }

  /** Has a failure name its account and endpoint, which the code below does not know. */
  async described<T>(work: Promise<T>, more = (): TokenErrorDetails => ({})): Promise<T> {
    try {
      return await work;
    } catch (thrown) {
      const error = this.writer.explainTimeout(thrown);
      throw isTokenError(error) ? describeFailure(error, this.#of, more()) : error;
    }
  }

  /** @throws {TokenError} `disposed` if {@link close} was called */
  check(): void {
    if (!this.#isClosed) return;
    throw new TokenError("disposed", "This token manager was closed.", this.#of);
  }

  loginRequired(): TokenError {
    return new TokenError("login_required", "There are no tokens. Log in again.", this.#of);
  }

  /** Ends all work in the background. */
  close(): void {
    this.#isClosed = true;
    this.#ahead.set(Infinity);
    this.writer.close();
  }
}
