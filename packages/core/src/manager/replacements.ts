import { type PollResult, pollUntil, type TokenRecord, withNewEpoch } from "../store/index.ts";
import { type Deadline, longestTimer, SharedWork, withDeadline } from "../time/index.ts";
import type { TokenSet } from "../tokens/index.ts";
import type { ManagedAccount } from "./managed-account.ts";
import type { SharedRenewals } from "./shared-renewals.ts";

/** A login, or its end. */
type NewState = Pick<TokenRecord, "tokens" | "obtainedAt">;

/** What is done with the present tokens before they are replaced; if it fails, they stay. */
type First = (tokens: TokenSet, deadline: Deadline) => Promise<void>;

interface Replacement {
  readonly state: NewState;
  readonly first: First | undefined;
}

/**
 * Logins and logouts, which replace what is stored. They run one after the other, so that the last one counts,
 * and after a refresh that callers wait for.
 */
export class Replacements {
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

  /** Settles as the last one does; `undefined` if none is underway. */
  get last(): Promise<unknown> | undefined {
    return this.#last?.settled();
  }

  async replace(state: NewState, first?: First): Promise<void> {
    const before = [this.last, this.#renewals.current];
    const work = async ({ signal }: Deadline) => {
      await Promise.allSettled(before);
      await this.#account.savePending(signal);
      this.#account.adopt(await this.#replaceStored({ state, first }, signal));
    };
    // A request of another process may have the claim for as long as it may take.
    const { refreshDeadline, sendDeadline } = this.#account.options;
    const longest = Math.min(refreshDeadline + sendDeadline, longestTimer);
    const done = this.#account.described(withDeadline(longest, work)).finally(() => {
      if (this.#last === replacement) this.#last = undefined;
    });
    const replacement = new SharedWork(done);
    this.#last = replacement;
    await done;
  }

  #replaceStored(next: Replacement, signal: AbortSignal): Promise<TokenRecord> {
    const { session, options } = this.#account;
    // Others may have the claim for long; an operation of the store must not take as long.
    const look = () =>
      withDeadline(options.refreshDeadline, (deadline) => this.#replaceOnce(next, deadline));
    return pollUntil(session, signal, look);
  }

  async #replaceOnce(
    { state, first }: Replacement,
    deadline: Deadline,
  ): Promise<PollResult<TokenRecord>> {
    const { session, reader } = this.#account;
    // A process that still holds older tokens must not take this record for an older one.
    const base = withNewEpoch(await reader.readIgnoringSeedErrors());
    const { revision, seeds, tokens, epochs } = base;
    // A request that its callers have given up may hang for long: a login takes over its claim.
    const held = this.#renewals.abandonedClaimOf(revision);
    const claim = held ?? (await session.claim(revision, deadline.signal))?.claim;
    if (!claim) return { again: "changed" };
    try {
      if (tokens) await first?.(tokens, deadline);
      const kept = { ...(seeds && { seeds }), ...(epochs && { epochs }) };
      const committed = await session.commit(claim, { ...state, ...kept, revision: revision + 1 });
      return committed ? { found: committed } : { again: "changed" };
    } catch (thrown) {
      if (!held) await session.release(claim);
      throw thrown;
    }
  }
}
