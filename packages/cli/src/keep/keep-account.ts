import { setTimeout } from "node:timers/promises";
import { isTokenError, type TokenManager, type TokenStore } from "@refresh-once/core";
import { type KeepAliveLimits, keepAliveAt } from "@refresh-once/core/store";
import { type Account, withManager } from "../accounts/account.ts";
import { wrongUsage } from "../program/command-error.ts";
import { failureOf } from "../program/failure.ts";
import type { Output } from "../program/output.ts";
import { durationText } from "../status/times.ts";

/** How accounts are kept. */
export interface Keeping {
  readonly output: Output;
  readonly signal: AbortSignal;
  /** Whether each account is looked at once, as a cron job does. */
  readonly once: boolean;
  limitsOf(account: Account): KeepAliveLimits;
}

/** How it ended: with `--once` the login may be `alive`, or the provider may have `failed`. */
export type KeepResult = "alive" | "failed" | "lost";

/** Another process may have logged in or refreshed, so look at the store at least this often; ms. */
const longestPause = 3_600_000;
const shortestPause = 1_000;
/** After a failure that does not say when to try again; ms. */
const pauseAfterFailure = 60_000;

/** Renews a login before it would end, until it is lost or the signal aborts. */
export function keepAccount(account: Account, keeping: Keeping): Promise<KeepResult> {
  const { store } = account.options;
  if (store === undefined) {
    throw wrongUsage(
      `The account "${account.name}" has no store, so there is nothing to keep. Add a "store" to it.`,
    );
  }
  const { once, signal } = keeping;
  return withManager(account, async (tokens) => {
    for (;;) {
      const look = await renewIfDue(account, { store, tokens }, keeping);
      if (once || look.result === "lost") return look.result;
      const wait = Math.min(Math.max(look.nextAt - Date.now(), shortestPause), longestPause);
      await setTimeout(wait, undefined, { signal });
    }
  });
}

interface Look {
  readonly result: KeepResult;
  /** When to look again, in epoch ms. */
  readonly nextAt: number;
}

async function renewIfDue(
  account: Account,
  { store, tokens }: { readonly store: TokenStore; readonly tokens: TokenManager },
  { output, signal, limitsOf }: Keeping,
): Promise<Look> {
  const limits = limitsOf(account);
  try {
    const record = await store.read();
    if (record && !record.refusal && keepAliveAt(record, limits) > Date.now()) {
      return { result: "alive", nextAt: keepAliveAt(record, limits) };
    }
    const present = record?.tokens;
    await (present?.accessToken ? tokens.renew(present, { signal }) : tokens.get({ signal }));
    const renewed = await store.read();
    const nextAt = renewed ? keepAliveAt(renewed, limits) : Date.now() + pauseAfterFailure;
    const wait = durationText(Math.max(nextAt - Date.now(), 0));
    output.message(`${account.name}: refreshed; next time in ${wait}`);
    return { result: "alive", nextAt };
  } catch (thrown) {
    if (!isTokenError(thrown)) throw thrown;
    output.message(failureOf(thrown).message ?? "");
    const { kind, retryAt = Date.now() + pauseAfterFailure } = thrown;
    return { result: kind === "terminal" ? "lost" : "failed", nextAt: retryAt };
  }
}
