import type { Retry } from "@refresh-once/core/store";
import type { Answer, Entry, History, Trouble } from "./history.ts";
import { sendDeadline } from "./users.ts";

type Sent = Extract<Entry, { kind: "sent" }>;

/** After these, a claimant may have lost its claim without knowing it. */
const losesClaim = new Set<Trouble>([
  ...(["stolen", "suspend", "sleep", "fails", "hangs"] as const),
  // All claims are lost with the store.
  ...(["gone back", "begun anew"] as const),
]);

/**
 * P1: a refresh token is sent by one at a time, and again only after the request before is written down
 * as unanswered. P9: a dead one is not sent again.
 */
export function checkSpending(history: History): string | undefined {
  const answers = new Map<number, Answer>();
  for (const entry of history) if (entry.kind === "answered") answers.set(entry.call, entry.answer);
  const times = new TimesSent();
  const underway = new Underway();
  const waits = new Waits();
  for (const entry of history) {
    underway.follow(entry);
    if (entry.kind === "switched") times.forget(entry.at);
    if (entry.kind !== "sent" || entry.token === undefined) continue;
    const wrong =
      underway.wrongWith(entry) ??
      wrongWith(entry, times.of(entry.token)) ??
      waits.wrongWith(entry);
    if (wrong) return `${wrong} (${entry.token} by ${entry.process} at ${entry.at} ms)`;
    underway.begin(entry);
    // An answer that says so proves that nothing was spent.
    if (answers.get(entry.call) !== "not processed") times.add(entry);
  }
  return undefined;
}

/** How often each refresh token was sent, as far as the store can know it. */
class TimesSent {
  readonly #times = new Map<string | undefined, number>();
  #unknownUntil = -Infinity;

  of(token: string | undefined): number {
    return this.#times.get(token) ?? 0;
  }

  add({ token, at }: Sent): void {
    if (at > this.#unknownUntil) this.#times.set(token, this.of(token) + 1);
  }

  /**
   * The store holds an older record, or another one. A process that has just come cannot know what was sent
   * before, nor what is sent under the claims that were lost; `checkMemory` looks at those that do know.
   */
  forget(at: number): void {
    this.#times.clear();
    this.#unknownUntil = at + sendDeadline;
  }
}

/** Who has lost a claim cannot know it; nor who was away for longer than its lease. */
function wrongWith(sent: Sent, before: number): string | undefined {
  const { token, record, claim, hasSeenRecord } = sent;
  if (claim === "none") return "P1: sent by one who has no claim";
  if (claim === "lost" || !hasSeenRecord) return undefined;
  const isStored = record?.tokens?.refreshToken === token;
  if (isStored && record?.refusal) return "P9: sent although the store says that it is dead";
  const unanswered = isStored ? (record?.unanswered ?? 0) : 0;
  return before > unanswered ? "P1: sent again, and the store does not say so" : undefined;
}

/** Nobody sends a refresh token before the time that its record names. */
class Waits {
  readonly #begun = new Set<string>();

  wrongWith({ process, token, wall, record, claim, hasSeenRecord }: Sent): string | undefined {
    if (claim === "lost" || !hasSeenRecord || record?.tokens?.refreshToken !== token)
      return undefined;
    // Under one claim, a request that did not reach the provider is sent again.
    const sender = `${process} ${record?.revision} ${token}`;
    if (this.#begun.has(sender)) return undefined;
    this.#begun.add(sender);
    return isTooEarly(record?.retry, wall) ? "P1: sent before its time" : undefined;
  }
}

/** Not if the time is further away than its whole wait: then it is by another machine's clock. */
function isTooEarly(retry: Retry | undefined, wall: number): boolean {
  if (!retry || retry.mayProbe) return false;
  const left = retry.at - wall;
  return left > 0 && left < retry.wait * 1.2 + 500;
}

/** The requests that somebody waits for. */
class Underway {
  readonly #requests = new Map<number, Sent>();
  #isExcused = false;

  follow(entry: Entry): void {
    if (entry.kind === "ended") this.#requests.delete(entry.call);
    if (entry.kind !== "trouble") return;
    if (losesClaim.has(entry.what)) this.#isExcused = true;
    if (entry.what !== "crash") return;
    for (const [call, { process }] of this.#requests) {
      if (process === entry.of) this.#requests.delete(call);
    }
  }

  begin(sent: Sent): void {
    this.#requests.set(sent.call, sent);
  }

  wrongWith({ token }: Sent): string | undefined {
    if (this.#isExcused) return undefined;
    const other = [...this.#requests.values()].find((request) => request.token === token);
    return other && `P1: sent while ${other.process} waits for an answer to it`;
  }
}
