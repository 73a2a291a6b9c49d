import { setTimeout as sleep } from "node:timers/promises";
import {
  createTokenManagerPool,
  memoryStore,
  type PooledOptions,
  type TokenManager,
  type TokenManagerPool,
} from "@refresh-once/core";
import { fileStore } from "@refresh-once/core/file";
import {
  type Client,
  clientNames,
  createClient,
  refreshFor,
} from "@refresh-once/end-to-end/scenario";
import type { Count } from "./count.ts";
import type { Account } from "./job.ts";

/** How many requests each client has under way. */
const concurrency = 2;

/** Between two requests, ms: four processes and their server share a small machine. */
const pause = 100;

/** The managers of all accounts of this process. */
export function openAccounts(accounts: readonly Account[]): TokenManagerPool {
  const byProvider = new Map<string, Account>(
    accounts.map((account) => [account.target.provider, account]),
  );
  return createTokenManagerPool((provider) => {
    const account = byProvider.get(provider);
    if (!account) throw new TypeError(`no account at ${provider}`);
    return optionsOf(account);
  });
}

function optionsOf({ target, tokens }: Account): PooledOptions {
  // Nothing ahead of time: each refresh then has an expiry that it can be held against.
  const options = { refresh: refreshFor(target), refreshBefore: 0 };
  if (tokens.kind === "memory") return { ...options, store: memoryStore() };
  const { path, refreshToken } = tokens;
  return { ...options, store: fileStore(path), seed: { refreshToken } };
}

/** Lets three clients share one token manager and make requests until told to stop. */
export async function drive(
  tokens: TokenManager,
  { target }: Account,
  count: Count,
  stop: AbortSignal,
): Promise<void> {
  const clients = clientNames.map((name) => createClient(name, tokens, target.resourceUrl));
  const busy = clients.flatMap((client) =>
    Array.from({ length: concurrency }, () => keepAsking(client, count, stop)),
  );
  await Promise.all(busy);
}

async function keepAsking(client: Client, count: Count, stop: AbortSignal): Promise<void> {
  for (let turn = 0; !stop.aborted; turn++) {
    const body = turn % 2 === 0 ? undefined : { turn: String(turn) };
    await count.measure(() => client("demo", body));
    await sleep(pause);
  }
}
