import {
  callRefresh,
  HoldOff,
  type Progress,
  type Renewal,
  type RenewalContext,
  renewRecord,
  Underway,
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
import { scheduleOf, type TokenSet } from "../tokens/index.ts";
import type { ManagedAccount } from "./managed-account.ts";
import { isCooling } from "./token-cache.ts";

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
interface Attempt extends Pick<Renewal, "deadline" | "progress" | "isPatient"> {
  readonly rejected: string | undefined;
}

/** The renewals of an account: one at a time, for all callers of this process. */
export class SharedRenewals {
  readonly #account: ManagedAccount;
  readonly #signals: SignalWaiters;
  readonly #underway = new Underway();
  readonly #holdOff: HoldOff;
  #current: SharedRenewal | undefined;

  constructor(account: ManagedAccount, signals: SignalWaiters) {
    this.#account = account;
    this.#signals = signals;
    this.#holdOff = new HoldOff(account.options.cooldown);
  }

  get isIdle(): boolean {
    return !this.#current && !this.#underway.work;
  }

  /** Settles as the renewal that callers wait for does. */
  get current(): Promise<unknown> | undefined {
    return this.#current?.work.settled();
  }

  /** Settles as the claim of this process does, which may outlive the renewal. */
  get underway(): Promise<unknown> | undefined {
    return this.#underway.work?.settled();
  }

  /** The claim of a revision if its request is underway without callers: a login need not wait for it. */
  abandonedClaimOf(revision: number): Claim | undefined {
    return this.#current ? undefined : this.#underway.claimOf(revision);
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
    const progress: Progress = { attempts: 0 };
    const elapsed = stopwatch();
    const { options } = this.#account;
    const work = (deadline: Deadline) =>
      this.#renewOnce({ rejected, deadline, isPatient, progress });
    const why = () =>
      this.#underway.work
        ? "The request to the token endpoint goes on, and its answer will be stored"
        : "Waited for another process or for the store";
    try {
      return await this.#account.described(
        withDeadline(options.refreshDeadline, work, why),
        () => ({
          attempts: progress.attempts,
          elapsed: Math.round(elapsed()),
        }),
      );
    } catch (error) {
      this.#account.report(error);
      throw error;
    }
  }

  async #renewOnce(attempt: Attempt): Promise<TokenSet | undefined> {
    const { rejected, deadline, isPatient, progress } = attempt;
    const { held } = this.#account;
    const isOther = ({ tokens }: TokenRecord) => tokens?.accessToken !== rejected;
    const context = this.#contextOf(isOther);
    // Also with an access token of the store's that is still valid nobody waits for a second try.
    const hasOther = () => held.isValid && held.tokens?.accessToken !== rejected;
    const saved = await this.#account.savePending(deadline.signal);
    let isDue = !saved || !context.isNews(saved);
    // Again if a login has come in between that left only a refresh token.
    while (isDue || held.tokens?.accessToken === "") {
      const record = await renewRecord({
        context,
        underway: this.#underway,
        deadline,
        progress,
        isPatient: () => isPatient() && !hasOther(),
        meet: (met) => {
          if (isOther(met) || met.refusal) held.adopt(met);
        },
        failedAlone: (error) => this.#account.report(error),
      });
      this.#account.adopt(record);
      isDue = false;
    }
    // Read at once: a login may leave only a refresh token before the callers go on.
    return held.tokens;
  }

  #contextOf(isOther: (record: TokenRecord) => boolean): RenewalContext {
    const { options, store, saver, emit, reentry } = this.#account;
    const { refresh, refreshBefore, refreshDeadline, sendDeadline, cooldown } = options;
    return {
      account: store,
      saver,
      emit,
      refreshDeadline,
      sendDeadline,
      holdOff: this.#holdOff,
      refresh: (current, of) => reentry.run(() => callRefresh(refresh, current, of)),
      isNews: (record) =>
        (isOther(record) || isCooling(record, cooldown)) &&
        Date.now() < scheduleOf(record, refreshBefore).renewAt,
    };
  }
}
