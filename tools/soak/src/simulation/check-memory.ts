import { placeOf } from "./authorization-server.ts";
import type { Entry, History } from "./history.ts";

/**
 * P1: no process sends a refresh token that it knows to be spent, whatever the store says: it has received
 * the next one, stored it, or given it to a caller. Nor does it send one while it waits for an answer to it.
 *
 * A process that has not seen the next one may send the spent token if the store has gone back and no other
 * process has written the newer tokens yet. Nothing tells it then that they exist. If the provider has rejected
 * the next one, it may try the older token: that may belong to another branch of the login, and nothing is
 * left that could be lost.
 */
export function checkMemory(history: History): string | undefined {
  const known = new Known();
  const underway = new Map<number, string>();
  for (const entry of history) {
    known.follow(entry);
    if (entry.kind === "ended") underway.delete(entry.call);
    if (entry.kind !== "sent" || entry.token === undefined) continue;
    const { call, process, token } = entry;
    const newer = known.newerThan(token, process);
    const sends = `P1: ${process} sends ${token} at ${entry.at} ms`;
    if (newer !== undefined && !known.isRejected(newer)) return `${sends} and knows ${newer}`;
    const isWaiting = [...underway.values()].includes(`${process} ${token}`);
    if (isWaiting) return `${sends} while it waits for an answer to it`;
    underway.set(call, `${process} ${token}`);
  }
  return undefined;
}

/** The newest refresh token of each login that each process has seen. */
class Known {
  readonly #newest = new Map<string, Map<number, string>>();
  readonly #rejected = new Set<string | undefined>();

  follow(entry: Entry): void {
    if (entry.kind === "answered" && (entry.answer === "refused" || entry.answer === "reuse")) {
      this.#rejected.add(entry.token);
    }
    if (entry.kind === "received") this.#learn(entry.process, entry.tokens.refreshToken);
    if (entry.kind === "committed" && !entry.isRecovered) {
      this.#learn(entry.process, entry.next.tokens?.refreshToken);
    }
    if (entry.kind === "settled") {
      this.#learn(entry.caller.process, entry.outcome.tokens?.refreshToken);
    }
  }

  newerThan(token: string, process: string): string | undefined {
    const { login, index } = placeOf(token);
    const newest = this.#newest.get(process)?.get(login);
    return newest !== undefined && placeOf(newest).index > index ? newest : undefined;
  }

  isRejected(token: string): boolean {
    return this.#rejected.has(token);
  }

  #learn(process: string, token: string | undefined): void {
    if (token === undefined || this.newerThan(token, process) !== undefined) return;
    const tokens = this.#newest.get(process) ?? new Map<number, string>();
    this.#newest.set(process, tokens.set(placeOf(token).login, token));
  }
}
