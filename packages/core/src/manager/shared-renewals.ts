import {
  ActiveClaim,
  type CallerNeeds,
  CircuitBreaker,
  callRefresh,
  hasOtherAccessToken,
  type Progress,
  type Renewal,
  type RenewalContext,
  renewRecord,
  satisfiesCallers,
} from "../renewal/index.ts";
import type { Claim, TokenRecord } from "../store/index.ts";
import {
  type Deadline,
  SharedWork,
  type SignalWaiters,
  stopped,
  stopwatch,
  withDeadline,
} from "../time/index.ts";
import type { TokenSet } from "../tokens/index.ts";
import type { ManagedAccount } from "./managed-account.ts";

/** The request of one caller. */
export interface RenewalRequest {
  /** The access token that the caller can no longer use. */
  readonly rejected: string | undefined;
  readonly signal: AbortSignal | null | undefined;
  /** Whether the caller still has a valid access token, so that it does not wait for a retry. */
  readonly isEarly: boolean;
}

/** A renewal that the callers in this process share. */
interface SharedRenewal {
  /** Resolves with the cached tokens after the renewal; `undefined` after a logout. */
  work: SharedWork<TokenSet | undefined>;
  /** Whether a caller waits for a retry. */
  isPatient: boolean;
}

/** The part of a renewal that is new for each attempt. */
type Attempt = Omit<Renewal, "context" | "activeClaim">;

/** Runs the renewals of an account: one at a time, for all callers in this process. */
export class SharedRenewals {
  readonly #account: ManagedAccount;
  readonly #signals: SignalWaiters;
  readonly #activeClaim = new ActiveClaim();
  readonly #circuitBreaker: CircuitBreaker;
  #current: SharedRenewal | undefined;
  /** The work whose callers have given up, and whose failure will be reported. */
  #unattended: ActiveClaim["work"];

  constructor(account: ManagedAccount, signals: SignalWaiters) {
    this.#account = account;
    this.#signals = signals;
    this.#circuitBreaker = new CircuitBreaker(account.options.cooldown);
  }

  get isIdle(): boolean {
    return !this.#current && !this.#activeClaim.work;
  }

  /** Settles as the current renewal does. */
  get current(): Promise<unknown> | undefined {
    return this.#current?.work.settled();
  }

  /** Settles as the work of this process's claim does, which may outlive the renewal. */
  get claimWork(): Promise<unknown> | undefined {
    return this.#activeClaim.work?.settled();
  }

  /** The claim of a revision if its request is in progress without callers. A login does not wait for it. */
  unattendedClaim(revision: number): Claim | undefined {
    return this.#current ? undefined : this.#activeClaim.sendingClaim(revision);
  }

  /** Waits for the current renewal, or starts one. */
  async join({ rejected, signal, isEarly }: RenewalRequest): Promise<TokenSet | undefined> {
    for (;;) {
      this.#current ??= this.#start(rejected);
      const renewal = this.#current;
      if (!isEarly) renewal.isPatient = true;
      const tokens = await this.#signals.abortable(renewal.work.settled(), signal);
      if (tokens !== stopped) return tokens;
      if (this.#current === renewal) this.#current = undefined;
    }
  }

  #start(rejected: string | undefined): SharedRenewal {
    const done = this.#renew(rejected, () => renewal.isPatient).finally(() => {
      if (this.#current === renewal) this.#current = undefined;
    });
    const renewal: SharedRenewal = { work: new SharedWork(done), isPatient: false };
    return renewal;
  }

  async #renew(
    rejected: string | undefined,
    isPatient: () => boolean,
  ): Promise<TokenSet | undefined> {
    const { options, reentry } = this.#account;
    const { refreshDeadline, refreshBefore, cooldown } = options;
    // Another refresh waits for this one. It has a turn, and this one may not wait until that ends.
    const concurrency = reentry.isNested ? Infinity : options.concurrency;
    const needs = { rejected, refreshBefore, cooldown };
    const progress: Progress = { attempts: 0 };
    const elapsed = stopwatch();
    const work = (deadline: Deadline) =>
      this.#renewOnce({ needs, deadline, isPatient, progress }, concurrency);
    const details = () => ({ attempts: progress.attempts, elapsed: Math.round(elapsed()) });
    try {
      const renewed = withDeadline(refreshDeadline, work, () => this.#whyLate(progress));
      return await this.#account.describeErrors(renewed, details);
    } catch (error) {
      this.#adoptSeen(progress.seen, needs);
      this.#account.report(error);
      this.#reportLater();
      throw error;
    }
  }

  async #renewOnce(attempt: Attempt, concurrency: number): Promise<TokenSet | undefined> {
    const { needs, deadline } = attempt;
    const { cache } = this.#account;
    const persisted = await this.#account.persistPending(deadline.signal);
    let isDue = !persisted || !satisfiesCallers(persisted, needs);
    // Repeat it if a login in the meantime has left only a refresh token.
    while (isDue || cache.tokens?.accessToken === "") {
      const context = this.#context(concurrency);
      const record = await renewRecord({ context, activeClaim: this.#activeClaim, ...attempt });
      this.#account.adopt(record);
      isDue = false;
    }
    // Returned from here, because a login may replace the cached tokens before the callers continue.
    return cache.tokens;
  }

  #whyLate({ isQueued }: Progress): string {
    if (this.#activeClaim.work) {
      return "The request to the token endpoint continues, and its response will be stored";
    }
    return isQueued
      ? 'Waited for other refreshes of this process: see the option "concurrency"'
      : "Waited for another process or for the store";
  }

  /** After a failed renewal, caches the last record that was read: its access token may still be valid. */
  #adoptSeen(seen: TokenRecord | undefined, needs: CallerNeeds): void {
    if (!seen || seen.revision === 0) return;
    if (hasOtherAccessToken(seen, needs) || seen.refusal) this.#account.cache.adopt(seen);
  }

  /** Reports the failure of a request that continues after its callers have given up. */
  #reportLater(): void {
    const { work } = this.#activeClaim;
    if (!work || work === this.#unattended) return;
    this.#unattended = work;
    work.settled().catch((error: unknown) => this.#account.report(error));
  }

  #context(concurrency: number): RenewalContext {
    const { options, session, reader, writer, emit, reentry } = this.#account;
    const { refresh, queueKey, refreshDeadline, sendDeadline, graceWindow } = options;
    return {
      session,
      reader,
      writer,
      emit,
      refreshDeadline,
      sendDeadline,
      graceWindow,
      circuitBreaker: this.#circuitBreaker,
      turnLimit: { queueKey, concurrency },
      refresh: (current, context) => reentry.run(() => callRefresh(refresh, current, context)),
    };
  }
}
