import { type Kill, type Loss, lossOf } from "./loss.ts";
import { type RefreshCall, type Sender, writeSender } from "./refresh-call.ts";

/** Told what the ledger finds. */
export interface LedgerEvents {
  readonly lost: (loss: Loss) => void;
  /** What no kill explains. */
  readonly problem: (description: string) => void;
}

/** What came with a refresh token. */
interface Issue {
  /** None with that of a login. */
  readonly accessToken?: string;
  readonly issuedAt: number;
}

/** No earlier than this is an access token of 2 s due for its renewal: three quarters, ms. */
const dueAfter = 1_500;

/** What the authorization server has seen of each refresh token, and whether that is as it must be. */
export class RefreshLedger {
  /** `cutOff`: sends that a kill ended before the rotation; `healed`: those that another made good. */
  readonly counts = { logins: 0, refreshes: 0, needless: 0, reuses: 0, cutOff: 0, healed: 0 };
  readonly #events: LedgerEvents;
  readonly #bySender = new Map<string, RefreshCall>();
  readonly #byToken = new Map<string, readonly RefreshCall[]>();
  readonly #issues = new Map<string, Issue>();
  readonly #rejected = new Set<string>();
  /** Cut off, and not sent again yet. */
  readonly #pending = new Set<string>();
  /** When which worker was killed, epoch ms. */
  readonly #kills = new Map<number, number>();

  constructor(events: LedgerEvents) {
    this.#events = events;
  }

  killed(worker: number): void {
    this.#kills.set(worker, Date.now());
  }

  /** Who was killed since a refresh token came into the world, newest first. */
  killsSinceIssueOf(refreshToken: string): readonly Kill[] {
    const { issuedAt = Infinity } = this.#issues.get(refreshToken) ?? {};
    const kills = [...this.#kills].map(([worker, at]) => ({ worker, at }));
    return kills.filter(({ at }) => at >= issuedAt).reverse();
  }

  loggedIn(refreshToken: string): void {
    this.counts.logins++;
    this.#pending.clear();
    this.#issues.set(refreshToken, { issuedAt: Date.now() });
  }

  /** The resource has answered 401 to it. */
  rejected(accessToken: string): void {
    this.#rejected.add(accessToken);
  }

  /** A refresh token is sent once; once more only when the first sender has died over it. */
  received(sender: Sender, refreshToken: string): RefreshCall {
    const call = { sender, refreshToken, receivedAt: Date.now(), isGone: false };
    const earlier = this.callsOf(refreshToken);
    for (const { sender: first, storedAt } of earlier) {
      if (!this.#kills.has(first.worker)) this.#wrong(call, "its first sender is alive");
      if (storedAt !== undefined) this.#wrong(call, "its successor had been stored");
    }
    if (earlier.length > 1) this.#wrong(call, "it had been sent twice");
    this.#byToken.set(refreshToken, [...earlier, call]);
    this.#bySender.set(writeSender(sender), call);
    return call;
  }

  /** How many sends were cut off and not made good, although nobody has logged in since. */
  get unhealed(): number {
    return this.#pending.size;
  }

  /** All that had this refresh token, the first one first. */
  callsOf(refreshToken: string): readonly RefreshCall[] {
    return this.#byToken.get(refreshToken) ?? [];
  }

  /** The client was gone before the rotation, and nothing was done. */
  cutOff(call: RefreshCall): void {
    this.counts.cutOff++;
    // Another may have been quicker than the end of this call.
    const isHealed = this.callsOf(call.refreshToken).some(({ rotatedAt }) => rotatedAt);
    if (!isHealed) this.#pending.add(call.refreshToken);
    if (!this.#kills.has(call.sender.worker)) this.#wrong(call, "its sender hung up, and is alive");
  }

  /** The provider has spent the refresh token of a call, whatever becomes of its answer. */
  spent(call: RefreshCall): void {
    const earlier = this.callsOf(call.refreshToken).filter((other) => other !== call);
    if (earlier.some(({ rotatedAt }) => rotatedAt)) this.#wrong(call, "it was rotated twice");
    else this.counts.healed += earlier.length;
    this.#pending.delete(call.refreshToken);
    call.rotatedAt = Date.now();
  }

  /** These are the tokens that it has made of it. */
  issued(call: RefreshCall, accessToken: string, refreshToken: string): void {
    this.counts.refreshes++;
    if (!this.#isDue(call)) this.counts.needless++;
    this.#issues.set(refreshToken, { accessToken, issuedAt: Date.now() });
  }

  /** The provider has revoked all that grew from a login. */
  revoked(): void {
    this.counts.reuses++;
  }

  refused(call: RefreshCall, reason: string): void {
    const spender = this.callsOf(call.refreshToken).find(({ rotatedAt }) => rotatedAt);
    const loss = spender && lossOf(spender, this.#kills.get(spender.sender.worker));
    if (loss && reason === "refresh token already used") this.#events.lost(loss);
    else if (call.isGone) this.cutOff(call);
    else this.#wrong(call, `it was refused (${reason})`);
  }

  /** A worker says that what its call was answered is in the token file. */
  stored(sender: Sender): void {
    const call = this.#bySender.get(writeSender(sender));
    if (!call) return;
    call.storedAt = Date.now();
    const calls = this.callsOf(call.refreshToken);
    const later = calls[calls.indexOf(call) + 1];
    if (later) this.#wrong(later, "its successor had been stored");
  }

  #isDue({ refreshToken, receivedAt }: RefreshCall): boolean {
    const { accessToken, issuedAt = 0 } = this.#issues.get(refreshToken) ?? {};
    if (accessToken === undefined || this.#rejected.has(accessToken)) return true;
    return receivedAt - issuedAt >= dueAfter;
  }

  #wrong({ sender }: RefreshCall, what: string): void {
    this.#events.problem(`refresh token sent by worker ${writeSender(sender)}: ${what}`);
  }
}
