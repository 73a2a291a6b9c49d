import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import type { Claim, TokenRecord, TokenStore } from "@refresh-once/core/store";
import { CommandError } from "../program/command-error.ts";
import { exitCode } from "../program/exit-code.ts";

/** Longer than two writes take; ms. */
const lease = { duration: 30_000 };
/** Between two attempts, while another process refreshes; ms. */
const pause = 200;

/**
 * Moves the record of an account into an empty store. Both stores are claimed meanwhile, so nobody sends the refresh
 * token. The new store is written first: if the process dies in between, no token is lost.
 *
 * @throws {CommandError} if there is nothing to move, or the new store has a record already
 */
export async function moveRecord(
  from: TokenStore,
  to: TokenStore,
  signal: AbortSignal,
): Promise<void> {
  const { record, claim } = await claimed(from, signal);
  const target = await releasing(claim, () => claimEmpty(to));
  // A failed write may have succeeded, so both claims stay: their leases end by themselves.
  if (!(await target.commit({ ...record, revision: 1 }))) throw hasTokens();
  if (!(await claim.commit(emptied(record)))) {
    throw new CommandError(
      "The tokens are in the new store, but the old one has changed meanwhile and was not emptied. " +
        "Stop the programs that use the old store, and log in again if a refresh fails.",
    );
  }
}

/** Waits for a refresh in progress, and claims what it has stored. */
async function claimed(
  store: TokenStore,
  signal: AbortSignal,
): Promise<{ record: TokenRecord; claim: Claim }> {
  for (;;) {
    const record = await store.read();
    if (!record?.tokens) {
      throw new CommandError("The store has no tokens to move.", exitCode.loginNeeded);
    }
    const claim = await store.claim(record.revision, { ...lease, signal });
    if (claim?.abandoned) {
      await claim.release();
      throw new CommandError(
        "A process has ended during a refresh, so its refresh token may be used. " +
          "Run refresh-once refresh first, then move.",
      );
    }
    if (claim) return { record, claim };
    await setTimeout(pause, undefined, { signal });
  }
}

async function claimEmpty(store: TokenStore): Promise<Claim> {
  const claim = (await store.read()) ? undefined : await store.claim(0, lease);
  if (claim) return claim;
  throw hasTokens();
}

async function releasing<Result>(claim: Claim, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (thrown) {
    await claim.release();
    throw thrown;
  }
}

/** As after a logout. Its own epoch tells processes that it is newer than what they have in memory. */
function emptied({ revision, seeds, epochs = [] }: TokenRecord): TokenRecord {
  return {
    revision: revision + 1,
    obtainedAt: 0,
    ...(seeds && { seeds }),
    epochs: [...epochs.slice(-7), randomUUID()],
  };
}

function hasTokens(): CommandError {
  return new CommandError(
    "The new store is not empty. Nothing was moved. Choose another file or key.",
  );
}
