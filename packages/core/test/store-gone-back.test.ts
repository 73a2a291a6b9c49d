import { describe, expect, test } from "vitest";
import {
  createTokenManager,
  memoryStore,
  type TokenRecord,
  type TokenStore,
} from "../src/index.ts";
import { StrictEndpoint } from "./strict-endpoint.ts";

const seed = { refreshToken: "r0" };

/** A store that somebody can put back to what it was. */
function restorable(): TokenStore & { restore(record: TokenRecord | undefined): Promise<void> } {
  let inner = memoryStore();
  return {
    read: () => inner.read(),
    claim: (...of) => inner.claim(...of),
    async restore(record) {
      inner = memoryStore();
      for (let revision = 1; record && revision <= record.revision; revision++) {
        const claim = await inner.claim(revision - 1, { duration: 1_000 });
        await claim?.commit({ ...record, revision });
      }
    },
  };
}

/** An account that has been refreshed twice. */
async function grown() {
  const endpoint = new StrictEndpoint();
  const store = restorable();
  const tokens = createTokenManager({ refresh: endpoint.refresh, store, seed });
  const first = await tokens.get();
  const backup = await store.read();
  const second = await tokens.renew(first);
  return { endpoint, store, tokens, backup, second };
}

describe("P3: when the store goes back under a running process", () => {
  test("deleted, the tokens in memory are spent next, and neither the seed nor nothing", async () => {
    const { endpoint, store, tokens, second } = await grown();
    await store.restore(undefined);
    expect((await tokens.renew(second)).accessToken).toBe("a3");
    expect(endpoint.received).toEqual(["r0", "r1", "r2"]);
    expect((await store.read())?.tokens?.refreshToken).toBe("r3");
  });

  test("to a backup, the spent token in it is not spent again", async () => {
    const { endpoint, store, tokens, backup, second } = await grown();
    await store.restore(backup);
    expect((await tokens.renew(second)).accessToken).toBe("a3");
    expect(endpoint.reuses).toBe(0);
    expect((await tokens.renew(await tokens.get())).accessToken).toBe("a4");
  });

  test("deleted after clear(), the seed does not come back", async () => {
    const { endpoint, store, tokens } = await grown();
    await tokens.clear();
    await store.restore(undefined);
    await expect(tokens.get()).rejects.toMatchObject({ name: "TokenError" });
    expect(endpoint.received).toEqual(["r0", "r1", undefined]);
  });

  test("a new login is taken over all the same", async () => {
    const { store, tokens, endpoint } = await grown();
    await store.restore(undefined);
    endpoint.login("r9");
    await tokens.set({ refreshToken: "r9" });
    expect((await tokens.get()).accessToken).toBe("a3");
  });
});
