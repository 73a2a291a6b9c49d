import { type PollResult, pollUntil, type TokenRecord, withNewEpoch } from "../store/index.ts";
import { type Deadline, longestTimer, SharedWork, withDeadline } from "../time/index.ts";
import type { TokenSet } from "../tokens/index.ts";
import { withoutUndefined } from "../values/index.ts";
import type { ManagedAccount } from "./managed-account.ts";
import type { SharedRenewals } from "./shared-renewals.ts";

/** The state of an account after a login or a logout. */
type NewState = Pick<TokenRecord, "tokens" | "obtainedAt">;

/** Is called with the current tokens before they are replaced. If it fails, they are kept. */
type BeforeReplace = (tokens: TokenSet, deadline: Deadline) => Promise<void>;

interface Replacement {
  readonly state: NewState;
  readonly before: BeforeReplace | undefined;
}

/**
 * Runs logins and logouts, which replace the stored tokens. They run one after the other, so that the last one
 * wins, and after a refresh for which callers wait.
 */
export class LoginQueue {
  readonly #account: ManagedAccount;
  readonly #renewals: SharedRenewals;
  #last: SharedWork<void> | undefined;

  constructor(account: ManagedAccount, renewals: SharedRenewals) {
    this.#account = account;
    this.#renewals = renewals;
  }

  get isIdle(): boolean {
    return !this.#last;
  }

  /** Settles as the last replacement does; `undefined` if there is none. */
  get last(): Promise<unknown> | undefined {
    return this.#last?.settled();
  }

  async replace(state: NewState, before?: BeforeReplace): Promise<void> {
    const earlier = [this.last, this.#renewals.current];
    const work = async ({ signal }: Deadline) => {
      await Promise.allSettled(earlier);
      await this.#account.persistPending(signal);
      this.#account.adopt(await this.#replaceStored({ state, before }, signal));
    };
    // Another process may hold the claim for as long as its request may take.
    const { refreshDeadline, sendDeadline } = this.#account.options;
    const longest = Math.min(refreshDeadline + sendDeadline, longestTimer);
    const done = this.#account.describeErrors(withDeadline(longest, work)).finally(() => {
      if (this.#last === replacement) this.#last = undefined;
    });
    const replacement = new SharedWork(done);
    this.#last = replacement;
    await done;
  }

  #replaceStored(next: Replacement, signal: AbortSignal): Promise<TokenRecord> {
    const { session, options } = this.#account;
    // The wait for a claim may be long, but each operation of the store has the usual deadline.
    const attempt = () =>
      withDeadline(options.refreshDeadline, (deadline) => this.#replaceOnce(next, deadline));
    return pollUntil(session, signal, attempt);
  }

  async #replaceOnce(
    { state, before }: Replacement,
    deadline: Deadline,
  ): Promise<PollResult<TokenRecord>> {
    const { session, reader } = this.#account;
    // In a new epoch, a process that still has older tokens does not consider this record older than its own.
    const base = withNewEpoch(await reader.readIgnoringSeedErrors());
    const { revision, seeds, tokens, epochs } = base;
    // A request without callers may take long, so the login takes over its claim.
    const taken = this.#renewals.unattendedClaim(revision);
    const claim = taken ?? (await session.claim(revision, deadline.signal))?.claim;
    if (!claim) return { again: "changed" };
    try {
      if (tokens) await before?.(tokens, deadline);
      const next = { ...state, seeds, epochs, revision: revision + 1 };
      const committed = await session.commit(claim, withoutUndefined<TokenRecord>(next));
      return committed ? { found: committed } : { again: "changed" };
    } catch (thrown) {
      if (!taken) await session.release(claim);
      throw thrown;
    }
  }
}
