import type { TokenSet } from "@refresh-once/core";
import type { TokenRecord } from "@refresh-once/core/store";
import { placeOf } from "./authorization-server.ts";
import { checkCommit } from "./check-commit.ts";
import type { Caller, Entry, History, Outcome } from "./history.ts";
import { Records } from "./records.ts";

/** P2: persist before use, and what a living process has received is not lost. P3: never backwards. */
export function checkStoring(history: History): string | undefined {
  const stored = new Stored();
  for (const entry of history) {
    const wrong = stored.wrongWith(entry);
    if (wrong) return wrong;
  }
  return lost(history, stored.records);
}

/** What was in the store so far, and who was given what of it. */
class Stored {
  readonly records = new Records();
  #isSwitched = false;
  readonly #loggingIn = new Set<string>();
  /** The number of the last record with each token set. */
  readonly #lastOf = new Map<string, number>();
  /** The number of the record from which on each process has to know what there is. */
  readonly #known = new Map<string, number>();
  readonly #committed = new Map<string, number>();
  /** The number of the last record whose refresh token is dead: older ones may take its place. */
  #refused = 0;

  wrongWith(entry: Entry): string | undefined {
    switch (entry.kind) {
      case "called":
        if (entry.caller.kind === "login") this.#loggingIn.add(entry.caller.process);
        return undefined;
      case "settled":
        if (entry.caller.kind === "login") this.#loggingIn.delete(entry.caller.process);
        return this.#settle(entry.caller, entry.outcome);
      case "switched":
        this.#isSwitched = true;
        if (entry.record && entry.cause === "begun anew") this.#add(entry.record);
        return undefined;
      case "committed": {
        const { records } = this;
        const isLoggingIn = this.#loggingIn.has(entry.process);
        const wrong = checkCommit(entry, { records, isSwitched: this.#isSwitched, isLoggingIn });
        this.#add(entry.next);
        if (entry.next.refusal) this.#refused = this.#numberOf(entry.next);
        if (!entry.isRecovered) this.#committed.set(entry.process, this.#numberOf(entry.next));
        return wrong;
      }
      default:
        return undefined;
    }
  }

  #add(record: TokenRecord): void {
    this.records.add(record);
    if (record.tokens) this.#lastOf.set(keyOf(record.tokens), this.#numberOf(record));
  }

  #numberOf(record: TokenRecord): number {
    return this.records.numberOf(record);
  }

  #settle({ process, kind }: Caller, { tokens, failed }: Outcome): string | undefined {
    if (tokens) return this.#give(process, tokens);
    // A login, or `clear()`, that the process has told to be done.
    const isReplaced = failed === undefined && kind !== "cool";
    if (isReplaced) this.#learn(process, this.#committed.get(process) ?? 0);
    return undefined;
  }

  #give(process: string, tokens: TokenSet): string | undefined {
    const last = this.#lastOf.get(keyOf(tokens));
    if (last === undefined) return `P2: ${process} gives ${tokens.accessToken} before it is stored`;
    const known = this.#known.get(process) ?? 0;
    const isRestored = this.#isSwitched && known <= this.#refused;
    if (last < known && !isRestored) {
      return `P3: ${process} gives ${tokens.accessToken} although it knows of newer ones`;
    }
    this.#learn(process, last);
    return undefined;
  }

  #learn(process: string, number: number): void {
    this.#known.set(process, Math.max(number, this.#known.get(process) ?? 0));
  }
}

/** In ms: a few tries to save. */
const inTime = 4_000;

/**
 * While the store speaks of the token that was spent for them, tokens have to get there. Not if they were
 * spent under a claim that was lost together with the store, or before the store lost what came after them.
 */
function lost(history: History, records: Records): string | undefined {
  const end = history.find((entry) => entry.kind === "end");
  const quiet = history.find((entry) => entry.kind === "quiet");
  const last = end?.record?.tokens?.refreshToken;
  const claims = new LostClaims();
  let wrong: string | undefined;
  for (const entry of history) {
    // What comes later may be on its way still.
    if (quiet && entry.at > quiet.at - inTime) break;
    claims.follow(entry);
    if (entry.kind === "switched") wrong = undefined;
    if (entry.kind !== "received" || !end?.living.includes(entry.process)) continue;
    const { refreshToken = "" } = entry.tokens;
    if (quiet?.unsaved.includes(refreshToken)) {
      wrong ??= `P2: ${entry.process} has not saved ${refreshToken} since ${entry.at} ms`;
    }
    const isPast = records.have(refreshToken) || isPastOf(entry.spent, last);
    if (isPast || claims.have(entry)) continue;
    wrong ??= `P2: ${entry.process} has received ${refreshToken} and lost it`;
  }
  return wrong;
}

/** The requests whose claim was lost together with the store, or won in another one. */
class LostClaims {
  readonly #sent = new Set<string>();
  readonly #lost = new Set<string>();
  #isSwitched = false;

  follow(entry: Entry): void {
    if (entry.kind === "switched") {
      this.#isSwitched = true;
      for (const sent of this.#sent) this.#lost.add(sent);
    }
    if (entry.kind !== "sent") return;
    const isLost = this.#isSwitched && (entry.claim === "lost" || !entry.hasSeenRecord);
    (isLost ? this.#lost : this.#sent).add(`${entry.process} ${entry.token}`);
  }

  have({ process, spent }: Extract<Entry, { kind: "received" }>): boolean {
    return this.#lost.has(`${process} ${spent}`);
  }
}

/** Whether the store has gone on from that token by another way: a login, or a grace. */
function isPastOf(spent: string | undefined, last: string | undefined): boolean {
  if (last === undefined || spent === undefined) return true;
  const { login, index } = placeOf(last);
  const before = placeOf(spent);
  return login !== before.login || index > before.index;
}

function keyOf({ accessToken, refreshToken = "" }: TokenSet): string {
  return `${accessToken} ${refreshToken}`;
}
