import { setTimeout as sleep } from "node:timers/promises";
import { createTokenManager, type TokenManager } from "@refresh-once/core";
import { fileStore } from "@refresh-once/core/file";
import { type Client, clientNames, createClient, refreshFor } from "@refresh-once/scenario";
import type { Count } from "./count.ts";
import type { Account } from "./job.ts";

/** How many requests each client has under way. */
const concurrency = 2;

/** Between two requests, ms: four processes and their server share a small machine. */
const pause = 100;

/** Lets three clients share one token manager and make requests until told to stop. */
export async function drive(account: Account, count: Count, stop: AbortSignal): Promise<void> {
  await using tokens = managerOf(account);
  const clients = clientNames.map((name) => createClient(name, tokens, account.target.resourceUrl));
  const busy = clients.flatMap((client) =>
    Array.from({ length: concurrency }, () => keepAsking(client, count, stop)),
  );
  await Promise.all(busy);
}

function managerOf({ target, tokens }: Account): TokenManager {
  // Nothing ahead of time: each refresh then has an expiry that it can be held against.
  const options = { refresh: refreshFor(target), refreshBefore: 0 };
  if (tokens.kind === "memory") return createTokenManager(options);
  const { path, refreshToken } = tokens;
  return createTokenManager({ ...options, store: fileStore(path), seed: { refreshToken } });
}

async function keepAsking(client: Client, count: Count, stop: AbortSignal): Promise<void> {
  for (let turn = 0; !stop.aborted; turn++) {
    const body = turn % 2 === 0 ? undefined : { turn: String(turn) };
    await count.measure(() => client("demo", body));
    await sleep(pause);
  }
}
