import { createTokenManager, createTokenManagerPool, type TokenManager } from "@refresh-once/core";
import { refreshTokenGrant } from "@refresh-once/providers";
import type { HerdJob } from "./protocol.ts";
import { type AccountStores, accountName } from "./store-place.ts";

/** A manager for each account, as one process of a service has them. */
export function openManagers(job: HerdJob, stores: AccountStores): readonly TokenManager[] {
  const { accounts, tokenUrl, isPooled, concurrency } = job;
  const refresh = refreshTokenGrant({ url: tokenUrl, clientId: "herd" });
  const optionsOf = (account: number) => ({
    refresh,
    name: accountName(account),
    store: stores.store(account),
    ...(concurrency === undefined ? {} : { concurrency }),
  });
  const numbers = Array.from({ length: accounts }, (_, account) => account);
  if (!isPooled) return numbers.map((account) => createTokenManager(optionsOf(account)));
  const pool = createTokenManagerPool((key) => optionsOf(Number(key)));
  return numbers.map((account) => pool.get(`${account}`));
}
