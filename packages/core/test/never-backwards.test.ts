import { describe, expect, test, vi } from "vitest";
import { adapterView } from "../src/adapter.ts";
import {
  createTokenManager,
  memoryStore,
  type TokenManagerOptions,
  type TokenStore,
} from "../src/index.ts";
import { useFakeClock } from "./fake-clock.ts";
import { gate, StrictEndpoint } from "./strict-endpoint.ts";

const seed = { refreshToken: "r0" };

describe("P3: never backwards", () => {
  useFakeClock();

  /** An account whose refresh has missed its deadline. `arrive` lets its response arrive. */
  async function missDeadline(
    answer: () => void = () => {},
    options: Partial<TokenManagerOptions> = {},
  ) {
    const { refreshDeadline = 10_000 } = options;
    const endpoint = new StrictEndpoint();
    const slow = gate();
    endpoint.next(() => slow.passed.then(answer));
    const store = memoryStore();
    const tokens = createTokenManager({ refresh: endpoint.refresh, store, seed, ...options });
    const failed = expect(tokens.get()).rejects.toMatchObject({ kind: "transient" });
    await endpoint.calls(1);
    await vi.advanceTimersByTimeAsync(refreshDeadline + 1);
    await failed;
    const arrive = async () => {
      slow.open();
      await vi.advanceTimersByTimeAsync(1_000);
    };
    return { endpoint, store, tokens, arrive };
  }

  test("tokens that arrive after the deadline are saved", async () => {
    const { endpoint, tokens, arrive } = await missDeadline();
    await arrive();
    expect((await tokens.get()).accessToken).toBe("a1");
    expect(endpoint.received).toEqual(["r0"]);
  });

  test("even if the deadline is a fraction of a ms", async () => {
    const { endpoint, tokens, arrive } = await missDeadline(undefined, {
      refreshDeadline: 1_000.5,
    });
    await arrive();
    expect((await tokens.get()).accessToken).toBe("a1");
    expect(endpoint.received).toEqual(["r0"]);
  });

  test("a late rejection does not delete the tokens of a login in the meantime", async () => {
    const { store, tokens, arrive } = await missDeadline(() => {
      throw Object.assign(new Error("refused"), { error: "invalid_grant" });
    });
    await tokens.set({ accessToken: "new", refreshToken: "fresh" });
    await arrive();
    expect((await tokens.get()).accessToken).toBe("new");
    expect((await store.read())?.refusal).toBeUndefined();
  });

  test("if a login comes before a rejection, the caller gets the new tokens instead of the error", async () => {
    const endpoint = new StrictEndpoint();
    const inner = memoryStore();
    // As if this process was suspended for longer than its lease, so that others do not wait for it.
    const store: TokenStore = {
      ...inner,
      claim: (revision) => inner.claim(revision, { duration: 0 }),
    };
    const { refresh } = endpoint;
    const tokens = createTokenManager({ refresh, store, seed });
    endpoint.next(async () => {
      await createTokenManager({ refresh, store, seed }).set({ accessToken: "new" });
      throw Object.assign(new Error("refused"), { error: "invalid_grant" });
    });
    expect((await tokens.get()).accessToken).toBe("new");
    expect((await store.read())?.refusal).toBeUndefined();
  });

  test("late tokens do not replace those of a login in the meantime", async () => {
    const { store, tokens, arrive } = await missDeadline();
    await tokens.set({ accessToken: "new", refreshToken: "fresh" });
    await arrive();
    expect((await tokens.get()).accessToken).toBe("new");
    expect((await store.read())?.tokens?.accessToken).toBe("new");
  });

  test("a running refresh does not restore what clear() has deleted", async () => {
    const endpoint = new StrictEndpoint();
    const slow = gate();
    endpoint.next(() => slow.passed);
    const store = memoryStore();
    const tokens = createTokenManager({ refresh: endpoint.refresh, store, seed });
    const got = tokens.get();
    const cleared = tokens.clear();
    slow.open();
    await Promise.allSettled([got, cleared]);
    expect((await store.read())?.tokens).toBeUndefined();
  });

  test("tokens that arrive after clear() are given to no caller", async () => {
    const onEvent = vi.fn();
    const { tokens, arrive } = await missDeadline(() => {}, { onEvent });
    await tokens.clear();
    onEvent.mockClear();
    await arrive();
    expect(onEvent).not.toHaveBeenCalled();
  });

  test.each([
    ["valid", 3_600_000],
    ["about to expire", 1_000],
  ])(
    "a token in its cool-down is not returned after a login with another token, which is %s",
    async (_, left) => {
      const endpoint = new StrictEndpoint();
      const tokens = createTokenManager({ refresh: endpoint.refresh, seed });
      const cooling = await tokens.get();
      adapterView(tokens).coolDown(cooling);
      expect(await tokens.renew(cooling)).toEqual(cooling);
      endpoint.login("r9");
      const expiresAt = Date.now() + left;
      await tokens.set({ accessToken: "new", refreshToken: "r9", expiresAt });
      expect((await tokens.renew(cooling)).accessToken).not.toBe(cooling.accessToken);
    },
  );

  test("if the response has no refresh token, the old one is kept", async () => {
    const store = memoryStore();
    const refresh = async () => ({ accessToken: "a1" });
    const tokens = createTokenManager({ refresh, store, seed });
    await tokens.get();
    expect((await store.read())?.tokens).toEqual({ accessToken: "a1", refreshToken: "r0" });
  });
});
