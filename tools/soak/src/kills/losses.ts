import type { TokenStore } from "@refresh-once/core";
import type { FailedRequest } from "../processes/messages.ts";
import type { Loss } from "../server/loss.ts";
import type { RefreshLedger } from "../server/refresh-ledger.ts";

/** A loss, and when the next login ended it; epoch ms. */
interface Period extends Loss {
  endedAt: number;
}

/** A request may share a look at the store that another has begun before it; ms. */
const sharedLook = 1_000;

/** The logins that were lost, and the requests that had to fail for it. */
export class Losses {
  readonly #store: TokenStore;
  readonly #ledger: RefreshLedger;
  /** Logs in again; resolves when the new tokens are in the token file. */
  readonly #logIn: () => Promise<void>;
  readonly #tell: (loss: Loss) => void;
  readonly #periods: Period[] = [];
  #logins = Promise.resolve();

  constructor(
    store: TokenStore,
    ledger: RefreshLedger,
    logIn: () => Promise<void>,
    tell: (loss: Loss) => void,
  ) {
    this.#store = store;
    this.#ledger = ledger;
    this.#logIn = logIn;
    this.#tell = tell;
  }

  get all(): readonly Loss[] {
    return this.#periods;
  }

  /** Resolves when every loss so far has been followed by a login. */
  get over(): Promise<void> {
    return this.#logins;
  }

  open(loss: Loss): void {
    const period = { ...loss, endedAt: Infinity };
    this.#periods.push(period);
    this.#tell(loss);
    this.#logins = this.#logins.then(this.#logIn).then(() => {
      period.endedAt = Date.now();
    });
  }

  /** Whether kills are the reason why a request failed. */
  async explains(request: FailedRequest): Promise<boolean> {
    switch (request.code) {
      // The provider calls it reuse; the message must say that an earlier answer was lost.
      case "invalid_grant":
        return /\blost\b/.test(request.detail) && this.#covers(request);
      // The store may have changed since: then the resend has been refused, and there is a loss.
      case "in_doubt":
        return this.#covers(request) || this.#isBackingOffAfterKills();
      case "timeout":
        return this.#isBackingOffAfterKills();
      default:
        return false;
    }
  }

  #covers({ begunAt, endedAt }: FailedRequest): boolean {
    return this.#periods.some(
      (period) => period.beganAt <= endedAt && begunAt <= period.endedAt + sharedLook,
    );
  }

  /**
   * After a second send without an answer, the next one waits: longer each time, and in the end longer
   * than callers do. Each send without an answer must be one of a process that was killed.
   */
  async #isBackingOffAfterKills(): Promise<boolean> {
    const { unanswered = 0, tokens, refusal } = (await this.#store.read()) ?? {};
    if (refusal || unanswered < 2) return false;
    return unanswered <= this.#ledger.killsSinceIssueOf(tokens?.refreshToken ?? "");
  }
}
