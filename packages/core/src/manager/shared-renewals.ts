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

/** What a caller wants. */
export interface RenewalRequest {
  /** The access token that is no good any more. */
  readonly rejected: string | undefined;
  readonly signal: AbortSignal | null | undefined;
  /** Whether its caller has a valid access token: it does not wait for a second try. */
  readonly isEarly: boolean;
}

/** A renewal that callers of this process share. */
interface SharedRenewal {
  /** What is in memory when it has succeeded; `undefined` after a logout. */
  work: SharedWork<TokenSet | undefined>;
  /** Whether a caller waits for a second try. */
  isPatient: boolean;
}

/** One attempt, for all callers. */
type Attempt = Omit<Renewal, "context" | "activeClaim">;

/** The renewals of an account: one at a time, for all callers of this process. */
export class SharedRenewals {
  readonly #account: ManagedAccount;
  readonly #signals: SignalWaiters;
  readonly #activeClaim = new ActiveClaim();
  readonly #circuitBreaker: CircuitBreaker;
  #current: SharedRenewal | undefined;
  /** The work whose callers have given up. */
  #unattended: ActiveClaim["work"];

  constructor(account: ManagedAccount, signals: SignalWaiters) {
    this.#account = account;
    this.#signals = signals;
    this.#circuitBreaker = new CircuitBreaker(account.options.cooldown);
  }

  get isIdle(): boolean {
    return !this.#current && !this.#activeClaim.work;
  }

  /** Settles as the renewal that callers wait for does. */
  get current(): Promise<unknown> | undefined {
    return this.#current?.work.settled();
  }

  /** Settles as the claim of this process does, which may outlive the renewal. */
  get underway(): Promise<unknown> | undefined {
    return this.#activeClaim.work?.settled();
  }

  /** The claim of a revision if its request is underway without callers: a login need not wait for it. */
  abandonedClaimOf(revision: number): Claim | undefined {
    return this.#current ? undefined : this.#activeClaim.sendingClaim(revision);
  }

  /** Waits for the renewal that is underway, or begins one. */
  async join({ rejected, signal, isEarly }: RenewalRequest): Promise<TokenSet | undefined> {
    for (;;) {
      this.#current ??= this.#begin(rejected);
      const renewal = this.#current;
      if (!isEarly) renewal.isPatient = true;
      const tokens = await this.#signals.abortable(renewal.work.settled(), signal);
      if (tokens !== stopped) return tokens;
      if (this.#current === renewal) this.#current = undefined;
    }
  }

  #begin(rejected: string | undefined): SharedRenewal {
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
    const { options } = this.#account;
    const { refreshDeadline, refreshBefore, cooldown } = options;
    const needs = { rejected, refreshBefore, cooldown };
    const progress: Progress = { attempts: 0 };
    const elapsed = stopwatch();
    const work = (deadline: Deadline) => this.#renewOnce({ needs, deadline, isPatient, progress });
    const details = () => ({ attempts: progress.attempts, elapsed: Math.round(elapsed()) });
    try {
      const renewed = withDeadline(refreshDeadline, work, () => this.#whyLate());
      return await this.#account.described(renewed, details);
    } catch (error) {
      this.#adoptSeen(progress.seen, needs);
      this.#account.report(error);
      this.#reportLater();
      throw error;
    }
  }

  async #renewOnce(attempt: Attempt): Promise<TokenSet | undefined> {
    const { needs, deadline } = attempt;
    const { cache } = this.#account;
    const saved = await this.#account.savePending(deadline.signal);
    let isDue = !saved || !satisfiesCallers(saved, needs);
    // Again if a login has come in between that left only a refresh token.
    while (isDue || cache.tokens?.accessToken === "") {
      const context = this.#context();
      const record = await renewRecord({ context, activeClaim: this.#activeClaim, ...attempt });
      this.#account.adopt(record);
      isDue = false;
    }
    // Read at once: a login may leave only a refresh token before the callers go on.
    return cache.tokens;
  }

  #whyLate(): string {
    return this.#activeClaim.work
      ? "The request to the token endpoint goes on, and its answer will be stored"
      : "Waited for another process or for the store";
  }

  /** The access token that the store held may be good for a while, although its renewal has failed. */
  #adoptSeen(seen: TokenRecord | undefined, needs: CallerNeeds): void {
    if (!seen || seen.revision === 0) return;
    if (hasOtherAccessToken(seen, needs) || seen.refusal) this.#account.cache.adopt(seen);
  }

  /** A request that outlives its callers has nobody else who would tell of its failure. */
  #reportLater(): void {
    const { work } = this.#activeClaim;
    if (!work || work === this.#unattended) return;
    this.#unattended = work;
    work.settled().catch((error: unknown) => this.#account.report(error));
  }

  #context(): RenewalContext {
    const { options, session, reader, writer, emit, reentry } = this.#account;
    const { refresh, refreshDeadline, sendDeadline } = options;
    return {
      session,
      reader,
      writer,
      emit,
      refreshDeadline,
      sendDeadline,
      circuitBreaker: this.#circuitBreaker,
      refresh: (current, of) => reentry.run(() => callRefresh(refresh, current, of)),
    };
  }
}
