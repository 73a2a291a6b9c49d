import { describe, expect, test } from "vitest";
import { createTokenManager, memoryStore } from "../src/index.ts";
import { StrictEndpoint } from "./strict-endpoint.ts";

const dead = { refreshToken: "dead" };

describe("P9: a dead token costs one call", () => {
  test("for 100 callers one after the other and 100 at once, in two processes", async () => {
    const endpoint = new StrictEndpoint();
    const store = memoryStore();
    const options = { refresh: endpoint.refresh, store, seed: dead };
    const tokens = createTokenManager(options);
    for (let caller = 0; caller < 100; caller++) {
      await expect(tokens.get()).rejects.toMatchObject({ code: "invalid_grant", kind: "terminal" });
    }
    const other = createTokenManager(options);
    const all = await Promise.allSettled(Array.from({ length: 100 }, () => other.get()));
    expect(all.every((one) => one.status === "rejected")).toBe(true);
    expect(endpoint.received).toEqual(["dead"]);
  });

  test("set() ends this", async () => {
    const endpoint = new StrictEndpoint();
    const tokens = createTokenManager({ refresh: endpoint.refresh, seed: dead });
    await expect(tokens.get()).rejects.toMatchObject({ code: "invalid_grant" });
    endpoint.login("r9");
    await tokens.set({ refreshToken: "r9" });
    expect((await tokens.get()).accessToken).toBe("a1");
  });

  test("a login in another process ends this without a restart", async () => {
    const endpoint = new StrictEndpoint();
    const store = memoryStore();
    const tokens = createTokenManager({ refresh: endpoint.refresh, store, seed: dead });
    await expect(tokens.get()).rejects.toMatchObject({ code: "invalid_grant" });
    endpoint.login("r9");
    const seed = { refreshToken: "r9" };
    const other = createTokenManager({ refresh: endpoint.refresh, store, seed });
    await other.get();
    expect((await tokens.get()).accessToken).toBe("a1");
  });
});
