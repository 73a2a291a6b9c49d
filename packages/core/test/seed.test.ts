import { afterEach, describe, expect, test, vi } from "vitest";
import { createTokenManager, memoryStore } from "../src/index.ts";
import { sha256 } from "../src/values/sha-256.ts";
import { StrictEndpoint } from "./strict-endpoint.ts";

/** Throws when it is read in any way. */
const hostile = new Proxy(
  {},
  {
    get() {
      throw new Error("hands off");
    },
  },
);

describe("the seed", () => {
  test("is read once, when tokens are first needed", async () => {
    const endpoint = new StrictEndpoint();
    const seed = vi.fn(async () => ({ refreshToken: "r0" }));
    const tokens = createTokenManager({ refresh: endpoint.refresh, seed });
    expect(seed).not.toHaveBeenCalled();
    const first = await tokens.get();
    await tokens.renew(first);
    expect(seed).toHaveBeenCalledTimes(1);
  });

  test("is not used again once the store was started from it", async () => {
    const endpoint = new StrictEndpoint();
    const options = {
      refresh: endpoint.refresh,
      store: memoryStore(),
      seed: { refreshToken: "r0" },
    };
    const first = await createTokenManager(options).get();
    await createTokenManager(options).renew(first);
    expect(endpoint.received).toEqual(["r0", "r1"]);
  });

  test("that is new replaces the stored tokens, because there was a new login", async () => {
    const endpoint = new StrictEndpoint();
    const store = memoryStore();
    const { refresh } = endpoint;
    await createTokenManager({ refresh, store, seed: { refreshToken: "r0" } }).get();
    endpoint.login("again");
    const tokens = createTokenManager({ refresh, store, seed: { refreshToken: "again" } });
    await tokens.get();
    expect(endpoint.received).toEqual(["r0", "again"]);
  });

  test("that was replaced is not restored by a process that still has it", async () => {
    const endpoint = new StrictEndpoint();
    const store = memoryStore();
    const { refresh } = endpoint;
    const old = { refresh, store, seed: { refreshToken: "r0" } };
    await createTokenManager(old).get();
    endpoint.login("again");
    await createTokenManager({ refresh, store, seed: { refreshToken: "again" } }).get();
    expect((await createTokenManager(old).get()).accessToken).toBe("a2");
    expect(endpoint.reuses).toBe(0);
  });

  test.each([
    ["throws", () => Promise.reject(new Error("no vault"))],
    ["is empty", () => ({})],
    ["throws a hostile value", () => Promise.reject(hostile)],
    ["has a token that is not a string", () => JSON.parse('{"refreshToken":7}')],
  ])("that %s is a misuse, and is called again", async (_, broken) => {
    const seed = vi.fn(broken);
    const tokens = createTokenManager({ refresh: new StrictEndpoint().refresh, seed });
    await expect(tokens.get()).rejects.toMatchObject({ code: "misconfigured", kind: "misuse" });
    await expect(tokens.get()).rejects.toMatchObject({ code: "misconfigured" });
    expect(seed).toHaveBeenCalledTimes(2);
  });

  test("that throws leads to an error with the reason, without a secret", async () => {
    const secret = "s".repeat(40);
    const seed = () => Promise.reject(new Error(`no file secrets/oro.json: ${secret}`));
    const tokens = createTokenManager({ refresh: new StrictEndpoint().refresh, seed });
    await expect(tokens.get()).rejects.toMatchObject({
      code: "misconfigured",
      message:
        "The `seed` function failed (no file secrets/oro.json: [redacted]). Nothing was sent.",
    });
  });

  test("that is empty leads to an error that says what to check", async () => {
    const seed = () => ({ refreshToken: "" });
    const tokens = createTokenManager({ refresh: new StrictEndpoint().refresh, seed });
    await expect(tokens.get()).rejects.toThrow(
      "both refreshToken and accessToken are empty. Is the environment variable set?",
    );
  });

  test("that fails is ignored if the store has tokens, and by a login", async () => {
    const endpoint = new StrictEndpoint();
    const store = memoryStore();
    const seed = vi.fn(() => ({}));
    const tokens = createTokenManager({ refresh: endpoint.refresh, store, seed });
    await tokens.set({ refreshToken: "r0" });
    expect((await tokens.get()).accessToken).toBe("a1");
    const restarted = createTokenManager({ refresh: endpoint.refresh, store, seed });
    expect((await restarted.get()).accessToken).toBe("a1");
  });

  test("that is not used yet does not replace a login", async () => {
    const endpoint = new StrictEndpoint();
    endpoint.login("r9");
    const tokens = createTokenManager({ refresh: endpoint.refresh, seed: { refreshToken: "old" } });
    await tokens.set({ refreshToken: "r9" });
    expect((await tokens.get()).accessToken).toBe("a1");
    expect(endpoint.received).toEqual(["r9"]);
  });

  test("is not needed for a grant without a refresh token", async () => {
    const refresh = vi.fn(async () => ({ accessToken: "a1" }));
    const tokens = createTokenManager({ refresh });
    expect((await tokens.get()).accessToken).toBe("a1");
    expect(refresh.mock.lastCall).toMatchObject([undefined, {}]);
  });

  test("does not outlive clear()", async () => {
    const endpoint = new StrictEndpoint();
    const seed = { refreshToken: "r0" };
    const tokens = createTokenManager({ refresh: endpoint.refresh, seed });
    await tokens.get();
    await tokens.clear();
    await expect(tokens.get()).rejects.toMatchObject({ name: "TokenError" });
    expect(endpoint.received).toEqual(["r0", undefined]);
  });
});

describe("P10: the seed in a runtime that cannot hash", () => {
  afterEach(() => void vi.unstubAllGlobals());

  const runtimes = [
    ["React Native", undefined],
    ["a page that was loaded over http", { getRandomValues: () => {} }],
  ] as const;

  test.each(runtimes)("is used as in other runtimes: %s", async (_, crypto) => {
    vi.stubGlobal("crypto", crypto);
    const endpoint = new StrictEndpoint();
    const tokens = createTokenManager({ refresh: endpoint.refresh, seed: { refreshToken: "r0" } });
    expect((await tokens.get()).accessToken).toBe("a1");
    expect(endpoint.received).toEqual(["r0"]);
  });

  test.each(["r0", "r".repeat(55), "r".repeat(56), "r".repeat(64), "~".repeat(4_000)])(
    "is the same seed for other runtimes that share the store (%#)",
    async (refreshToken) => {
      const endpoint = new StrictEndpoint();
      endpoint.login(refreshToken);
      const { refresh } = endpoint;
      const options = { refresh, store: memoryStore(), seed: { refreshToken } };
      vi.stubGlobal("crypto", undefined);
      await createTokenManager(options).get();
      vi.unstubAllGlobals();
      await createTokenManager(options).get();
      expect(endpoint.received).toEqual([refreshToken]);
      expect((await options.store.read())?.seeds).toHaveLength(1);
    },
  );
});

test("without `crypto`, the hash is SHA-256 for every length of a block", async () => {
  for (let length = 0; length < 200; length++) {
    const message = crypto.getRandomValues(new Uint8Array(length));
    const digest = await crypto.subtle.digest("SHA-256", message);
    expect(sha256(message)).toEqual(new Uint8Array(digest));
  }
});
