import { countIn } from "../counts.ts";
import type { FailedRequest } from "../processes/messages.ts";
import type { Sent } from "../server/refresh-call.ts";
import type { OutageKind } from "./kinds.ts";

/** An account is refreshed a little before its new tokens are in the token file; ms. */
const saving = 1_000;

/** One outage, and the time after it until the next; times are epoch ms. */
export class Cycle {
  readonly kind: OutageKind;
  readonly begunAt = Date.now();
  sends = 0;
  /** What became of them: statuses and errors. */
  readonly outcomes = new Map<string, number>();
  refreshes = 0;
  /** Failed calls by code. */
  readonly failed = new Map<string, number>();
  /** Accounts whose callers were told to log in again. */
  readonly lost = new Set<string>();
  /** When each account was refreshed for the first time after the outage. */
  readonly #backAt = new Map<string, number>();
  #downAt = Infinity;
  #endedAt = Infinity;
  #isMet = false;

  constructor(kind: OutageKind) {
    this.kind = kind;
  }

  /** A request to the token endpoint has met the outage. */
  get isMet(): boolean {
    return this.#isMet;
  }

  /** From now on nothing reaches the token endpoint. */
  down(): void {
    this.#downAt = Date.now();
  }

  /** It is about to work again. */
  ended(): void {
    this.#endedAt = Date.now();
  }

  isBack(account: string): boolean {
    return this.#backAt.has(account);
  }

  /** How long after the end of the outage the last account was refreshed, ms. */
  get backWithin(): number {
    return Math.max(0, ...[...this.#backAt.values()].map((at) => at - this.#endedAt));
  }

  sending(begunAt: number): void {
    this.sends++;
    if (begunAt >= this.#downAt && begunAt < this.#endedAt) this.#isMet = true;
  }

  sent({ outcome }: Sent): void {
    countIn(this.outcomes, outcome);
  }

  /** @returns what is wrong about it */
  refreshed(account: string): string | undefined {
    const now = Date.now();
    this.refreshes++;
    if (now >= this.#endedAt && !this.isBack(account)) this.#backAt.set(account, now);
    const isDown = now > this.#downAt && this.#endedAt === Infinity;
    return isDown ? `${account} was refreshed during the outage (${this.kind})` : undefined;
  }

  /** @returns what is wrong about it */
  failedWith({ account, code, kind, begunAt }: FailedRequest): string | undefined {
    countIn(this.failed, code);
    if (kind === "terminal") this.lost.add(account);
    if (kind !== "transient" && kind !== "in_doubt") return "a failure that no outage explains";
    const backAt = this.#backAt.get(account) ?? Infinity;
    return begunAt > backAt + saving ? "a failure long after the outage" : undefined;
  }
}
