import type { TokenSet } from "@refresh-once/core";
import { placeOf } from "./authorization-server.ts";
import { checkCommit } from "./check-commit.ts";
import type { Entry, History, Outcome } from "./history.ts";

/** P2: persist before use, and what a living process has received is not lost. P3: never backwards. */
export function checkStoring(history: History): string | undefined {
  const stored = new Stored();
  for (const entry of history) {
    const wrong = stored.wrongWith(entry);
    if (wrong) return wrong;
  }
  return lost(history, stored);
}

/** What was in the store so far, and who was given what of it. */
class Stored {
  readonly refreshTokens = new Set<string>();
  readonly #since = new Map<string, number>();
  /** The revision from which on each process has to know what there is. */
  readonly #known = new Map<string, number>();
  readonly #committed = new Map<string, number>();

  wrongWith(entry: Entry): string | undefined {
    if (entry.kind === "settled") return this.#settle(entry.caller.process, entry.outcome);
    if (entry.kind !== "committed") return undefined;
    const wrong = checkCommit(entry, this.refreshTokens);
    this.#committed.set(entry.process, entry.next.revision);
    const { revision, tokens } = entry.next;
    if (tokens && !this.#since.has(keyOf(tokens))) this.#since.set(keyOf(tokens), revision);
    if (tokens?.refreshToken) this.refreshTokens.add(tokens.refreshToken);
    return wrong;
  }

  #settle(process: string, { tokens, failed }: Outcome): string | undefined {
    if (tokens) return this.#give(process, tokens);
    // A login, or `clear()`, that the process has told to be done.
    if (failed === undefined) this.#learn(process, this.#committed.get(process) ?? 0);
    return undefined;
  }

  #give(process: string, tokens: TokenSet): string | undefined {
    const since = this.#since.get(keyOf(tokens));
    if (since === undefined)
      return `P2: ${process} gives ${tokens.accessToken} before it is stored`;
    if (since < (this.#known.get(process) ?? 0)) {
      return `P3: ${process} gives ${tokens.accessToken} although it knows of newer ones`;
    }
    this.#learn(process, since);
    return undefined;
  }

  #learn(process: string, revision: number): void {
    this.#known.set(process, Math.max(revision, this.#known.get(process) ?? 0));
  }
}

/** In ms: a few tries to save. */
const inTime = 4_000;

/** While the store speaks of the token that was spent for them, tokens have to get there. */
function lost(history: History, { refreshTokens }: Stored): string | undefined {
  const end = history.find((entry) => entry.kind === "end");
  const quiet = history.find((entry) => entry.kind === "quiet");
  const last = end?.record?.tokens?.refreshToken;
  for (const entry of history) {
    // What comes later may be on its way still.
    if (quiet && entry.at > quiet.at - inTime) return undefined;
    if (entry.kind !== "received" || !end?.living.includes(entry.process)) continue;
    const { refreshToken = "" } = entry.tokens;
    if (quiet?.unsaved.includes(refreshToken)) {
      return `P2: ${entry.process} has not saved ${refreshToken} since ${entry.at} ms`;
    }
    if (refreshTokens.has(refreshToken) || isPast(entry.spent, last)) continue;
    return `P2: ${entry.process} has received ${refreshToken} and lost it`;
  }
  return undefined;
}

/** Whether the store has gone on from that token by another way: a login, or a grace. */
function isPast(spent: string | undefined, last: string | undefined): boolean {
  if (last === undefined || spent === undefined) return true;
  const { login, index } = placeOf(last);
  const before = placeOf(spent);
  return login !== before.login || index > before.index;
}

function keyOf({ accessToken, refreshToken = "" }: TokenSet): string {
  return `${accessToken} ${refreshToken}`;
}
