import type { Claim, TokenRecord } from "../store/index.ts";
import { SharedWork } from "../time/index.ts";
import type { ClaimedRecord } from "./renewal-context.ts";

/** The work that completes a claim. Its result is `undefined` if the callers must read the store again. */
export type ClaimWork = SharedWork<TokenRecord | undefined>;

/** The claim that this process is completing, if any. It may outlive the callers for which it was made. */
export class ActiveClaim {
  #current: { readonly claimed: ClaimedRecord; readonly work: ClaimWork } | undefined;

  /** The work that completes the claim; `undefined` if there is no claim. */
  get work(): ClaimWork | undefined {
    return this.#current?.work;
  }

  /**
   * The work that completes the claim of a record. The refresh token is compared as well, because the revision
   * changes if the store was rolled back since the claim.
   */
  workFor({ revision, tokens }: TokenRecord): ClaimWork | undefined {
    const base = this.#current?.claimed.base;
    const token = base?.tokens?.refreshToken;
    const isSame = token !== undefined && token === tokens?.refreshToken;
    return isSame || base?.revision === revision ? this.work : undefined;
  }

  /** The claim of a revision, but only during its request: before and after that, it may be released. */
  sendingClaim(revision: number): Claim | undefined {
    const { base, held } = this.#current?.claimed ?? {};
    return base?.revision === revision && held?.isSending ? held.claim : undefined;
  }

  /** @param completed settles when the claim is completed */
  start(claimed: ClaimedRecord, completed: Promise<TokenRecord | undefined>): ClaimWork {
    const work = new SharedWork(completed.finally(() => void this.end(work)));
    this.#current = { claimed, work };
    return work;
  }

  /** @returns the claimed record if the work was still active */
  end(work: ClaimWork): ClaimedRecord | undefined {
    if (this.#current?.work !== work) return undefined;
    const { claimed } = this.#current;
    this.#current = undefined;
    return claimed;
  }
}
