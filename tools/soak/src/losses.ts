import type { TokenStore } from "@refresh-once/core";
import { type Loss, lossOfTwo } from "./loss.ts";
import type { FailedRequest } from "./messages.ts";
import type { RefreshLedger } from "./refresh-ledger.ts";

/** A loss, and until when it made requests fail; epoch ms. */
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

  /** Whether a request had to fail: while an account is lost, it says so. */
  async explains(request: FailedRequest): Promise<boolean> {
    if (request.code !== "in_doubt") return false;
    if (this.#covers(request)) return true;
    const loss = await this.#lossOfTwo();
    if (loss && !this.#covers(request)) this.open(loss);
    return this.#covers(request);
  }

  #covers({ begunAt, endedAt }: FailedRequest): boolean {
    return this.#periods.some(
      (period) => period.beganAt <= endedAt && begunAt <= period.endedAt + sharedLook,
    );
  }

  /** Nobody at the server has seen it: what the token file says, and the kills that it speaks of. */
  async #lossOfTwo(): Promise<Loss | undefined> {
    const record = await this.#store.read();
    if (record?.refusal?.code !== "in_doubt" || (record.unanswered ?? 0) < 2) return undefined;
    const refreshToken = record.tokens?.refreshToken ?? "";
    const kills = this.#ledger.killsSinceIssueOf(refreshToken);
    return lossOfTwo(kills, this.#ledger.callsOf(refreshToken));
  }
}
