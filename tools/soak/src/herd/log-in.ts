import { createTokenManager } from "@refresh-once/core";
import type { Families } from "./families.ts";
import { accountName, openAccountStores, type StorePlace } from "./store-place.ts";

/** What all accounts have at first. */
export const expiredToken = "expired";

/** How many logins are stored at the same time. */
const atOnce = 16;

/** Stores the tokens of a login for each account. All access tokens expired an hour ago. */
export async function logAllIn(
  place: StorePlace,
  families: Families,
  accounts: number,
): Promise<void> {
  await using stores = await openAccountStores(place);
  const expiresAt = Date.now() - 3_600_000;
  let next = 0;
  const logIn = async () => {
    while (next < accounts) {
      const account = next++;
      await using manager = createTokenManager({
        name: accountName(account),
        store: stores.store(account),
        refresh: () => Promise.reject(new Error("nobody asks yet")),
      });
      const refreshToken = families.login(account);
      await manager.set({ accessToken: expiredToken, refreshToken, expiresAt });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, logIn));
}
