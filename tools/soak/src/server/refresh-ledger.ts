import { type Loss, lossOf } from "./loss.ts";
import { type RefreshCall, type Sender, writeSender } from "./refresh-call.ts";

/** Told what the ledger finds. */
export interface LedgerEvents {
  readonly lost: (loss: Loss) => void;
  /** What no kill explains. */
  readonly problem: (description: string) => void;
  readonly refreshed?: (account: string) => void;
}

/** What came with a refresh token. */
interface Issue {
  /** None with that of a login. */
  readonly accessToken?: string;
  readonly issuedAt: number;
}

/** An access token is renewed in the last quarter of its lifetime, not earlier. */
const dueAfter = 0.75;

/** What the authorization server has seen of each refresh token, and whether that is as it must be. */
export class RefreshLedger {
  /** `cutOff`: sends that a kill ended before the rotation; `healed`: those that another made good. */
  readonly counts = { logins: 0, refreshes: 0, needless: 0, reuses: 0, cutOff: 0, healed: 0 };
  /** Of access tokens, s. */
  readonly lifetime: number;
  readonly #events: LedgerEvents;
  readonly #bySender = new Map<string, RefreshCall>();
  readonly #byToken = new Map<string, readonly RefreshCall[]>();
  readonly #issues = new Map<string, Issue>();
  readonly #rejected = new Set<string>();
  /** Cut off, and not sent again yet. */
  readonly #pending = new Set<string>();
  /** Refresh tokens whose successors were lost. */
  readonly #lost = new Set<string>();
  /** When which worker was killed, epoch ms. */
  readonly #kills = new Map<number, number>();

  constructor(events: LedgerEvents, lifetime = 2) {
    this.#events = events;
    this.lifetime = lifetime;
  }

  killed(worker: number): void {
    this.#kills.set(worker, Date.now());
  }

  /** How many workers were killed since a refresh token was issued. */
  killsSinceIssueOf(refreshToken: string): number {
    const { issuedAt = Infinity } = this.#issues.get(refreshToken) ?? {};
    return [...this.#kills.values()].filter((at) => at >= issuedAt).length;
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

  /** A refresh token may be sent any number of times, one after the other, until an answer is received. */
  received(sender: Sender, refreshToken: string): RefreshCall {
    const call = { sender, refreshToken, receivedAt: Date.now(), isGone: false };
    const earlier = this.callsOf(refreshToken);
    for (const former of earlier) this.#checkResend(call, former);
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
    const calls = this.callsOf(call.refreshToken);
    const spender = calls.findIndex(({ rotatedAt }) => rotatedAt);
    // A resend may have been quicker than the end of this call. After a rotation nothing can be made good.
    if (spender === -1 || spender > calls.indexOf(call)) this.counts.cutOff++;
    if (spender === -1) this.#pending.add(call.refreshToken);
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
    this.#events.refreshed?.(call.sender.account);
  }

  /** The provider has revoked all that grew from a login. */
  revoked(): void {
    this.counts.reuses++;
  }

  /** The provider wants a nonce, and has not looked at the refresh token: this call is none. */
  askedForNonce(call: RefreshCall): void {
    const others = this.callsOf(call.refreshToken).filter((other) => other !== call);
    this.#byToken.set(call.refreshToken, others);
    this.#bySender.delete(writeSender(call.sender));
  }

  refused(call: RefreshCall, reason: string): void {
    const { refreshToken } = call;
    const spender = this.callsOf(refreshToken).find(({ rotatedAt }) => rotatedAt);
    const loss = spender && lossOf(spender, this.#kills.get(spender.sender.worker));
    if (loss && reason === "refresh token already used") {
      this.#lost.add(refreshToken);
      this.#events.lost(loss);
    }
    // The process that was told so may be killed as well: then another one asks, and is told again.
    if (this.#lost.has(refreshToken)) return;
    if (call.isGone) this.cutOff(call);
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

  #checkResend(call: RefreshCall, former: RefreshCall): void {
    if (former.storedAt !== undefined) this.#wrong(call, "its successor had been stored");
    if (this.#kills.has(former.sender.worker)) return;
    if (former.repliedAt !== undefined) this.#wrong(call, "its answer had been received");
    else if (!former.isGone) this.#wrong(call, "another request with it is under way");
  }

  #isDue({ refreshToken, receivedAt }: RefreshCall): boolean {
    const { accessToken, issuedAt = 0 } = this.#issues.get(refreshToken) ?? {};
    if (accessToken === undefined || this.#rejected.has(accessToken)) return true;
    return receivedAt - issuedAt >= 1000 * dueAfter * this.lifetime;
  }

  #wrong({ sender }: RefreshCall, what: string): void {
    this.#events.problem(`refresh token sent by worker ${writeSender(sender)}: ${what}`);
  }
}
