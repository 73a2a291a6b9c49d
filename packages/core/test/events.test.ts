import { describe, expect, test, vi } from "vitest";
import { AuthPolicy, adapterView } from "../src/adapter.ts";
import {
  createTokenManager,
  memoryStore,
  TokenError,
  type TokenEvent,
  type TokenManagerOptions,
} from "../src/index.ts";
import { useFakeClock } from "./fake-clock.ts";
import { gate, StrictEndpoint } from "./strict-endpoint.ts";

const seed = { refreshToken: "r0" };

/** A manager, and the events that it has sent. */
function listened(options: TokenManagerOptions) {
  const events: TokenEvent[] = [];
  const tokens = createTokenManager({ ...options, onEvent: (event) => void events.push(event) });
  return { tokens, events, types: () => events.map(({ type }) => type) };
}

describe("P10: onEvent reports", () => {
  useFakeClock();

  test("a refresh, with the stored revision and the expiry", async () => {
    const endpoint = new StrictEndpoint();
    endpoint.lifetime = 60_000;
    const store = memoryStore();
    const stored: unknown[] = [];
    const tokens = createTokenManager({
      refresh: endpoint.refresh,
      store,
      seed,
      async onEvent(event) {
        stored.push(event, await store.claim(1, { duration: 1 }));
      },
    });
    const { expiresAt } = await tokens.get();
    expect(stored).toEqual([{ type: "refreshed", revision: 1, expiresAt }, expect.anything()]);
  });

  test("tokens that another process has stored, and the wait for them, once", async () => {
    const endpoint = new StrictEndpoint();
    const slow = gate();
    endpoint.next(() => slow.passed);
    const store = memoryStore();
    const options = { refresh: endpoint.refresh, store, seed };
    const got = createTokenManager(options).get();
    await endpoint.calls(1);
    const other = listened(options);
    const waited = other.tokens.get();
    await vi.waitUntil(() => other.events.length > 0);
    await vi.advanceTimersByTimeAsync(1_000);
    slow.open();
    await Promise.all([got, waited]);
    expect(other.events).toEqual([
      { type: "waiting", revision: 0 },
      { type: "adopted", revision: 1 },
    ]);
  });

  test("tokens of a seed that are still valid", async () => {
    const fresh = { ...seed, accessToken: "a0" };
    const { tokens, types } = listened({ refresh: new StrictEndpoint().refresh, seed: fresh });
    await tokens.get();
    expect(types()).toEqual(["adopted"]);
  });

  test("a failure once for each attempt, for any number of callers", async () => {
    const endpoint = new StrictEndpoint();
    const retryAt = Date.now() + 60_000;
    endpoint.next(new TokenError("unavailable", "503", { retryAt }));
    const { tokens, events } = listened({ refresh: endpoint.refresh, seed });
    await Promise.allSettled([tokens.get(), tokens.get(), tokens.get()]);
    expect(events).toMatchObject([{ type: "failed", error: { code: "unavailable" } }]);
  });

  test("a failed early refresh, while requests still use the valid token", async () => {
    const endpoint = new StrictEndpoint();
    endpoint.lifetime = 100_000;
    const { tokens, types } = listened({ refresh: endpoint.refresh, seed });
    await tokens.get();
    await vi.advanceTimersByTimeAsync(80_000);
    endpoint.next(...Array<Error>(2).fill(new TokenError("unavailable", "503")));
    expect((await tokens.get()).accessToken).toBe("a1");
    expect(types()).toEqual(["refreshed", "failed"]);
  });

  test("that a login is needed: once, and again after a login with a dead token", async () => {
    const endpoint = new StrictEndpoint();
    endpoint.login("other");
    const { tokens, events } = listened({ refresh: endpoint.refresh, seed });
    for (let caller = 0; caller < 10; caller++) await tokens.get().catch(() => {});
    expect(events).toMatchObject([
      { type: "reauthorization_required", error: { code: "invalid_grant" } },
    ]);
    await tokens.set({ refreshToken: "dead, too" });
    for (let caller = 0; caller < 10; caller++) await tokens.get().catch(() => {});
    expect(events).toHaveLength(2);
  });

  test("that there are no tokens at all", async () => {
    const refresh = () => Promise.reject(new TokenError("login_required", "Log in."));
    const { tokens, types } = listened({ refresh });
    await tokens.get().catch(() => {});
    expect(types()).toEqual(["reauthorization_required"]);
  });

  test("for a grant without a refresh token only the failure: no login is needed", async () => {
    const refresh = () => Promise.reject(new Error("socket hang up"));
    const { tokens, events } = listened({ refresh });
    const failed = expect(tokens.get()).rejects.toMatchObject({
      code: "unavailable",
      kind: "transient",
    });
    await vi.advanceTimersByTimeAsync(10_000);
    await failed;
    expect(events).toMatchObject([{ type: "failed" }]);
  });

  test("that tokens cannot be saved, and when they are saved", async () => {
    const endpoint = new StrictEndpoint();
    const store = memoryStore();
    const { claim } = store;
    let full = true;
    store.claim = async (...of) => {
      const won = await claim(...of);
      const commit: typeof won = won && {
        ...won,
        commit: (next) => (full ? Promise.reject(new Error("ENOSPC")) : won.commit(next)),
      };
      return commit;
    };
    const { tokens, types } = listened({ refresh: endpoint.refresh, store, seed });
    await tokens.get().catch(() => {});
    full = false;
    await tokens.get();
    expect(types()).toEqual(["not_persisted", "refreshed"]);
    expect(endpoint.received).toEqual(["r0"]);
  });

  test.each([
    [
      "throws",
      () => {
        throw new Error("mine");
      },
    ],
    ["rejects", () => Promise.reject(new Error("mine"))],
  ])("exceptions are ignored if a listener %s", async (_, onEvent) => {
    const unhandled = vi.fn();
    process.on("unhandledRejection", unhandled);
    const tokens = createTokenManager({ refresh: new StrictEndpoint().refresh, seed, onEvent });
    expect((await tokens.get()).accessToken).toBe("a1");
    await new Promise((resolve) => setImmediate(resolve));
    process.off("unhandledRejection", unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });
});

describe("onEvent of a manager with `debug` reports why a request got no token", () => {
  const reader = { challengeOf: () => undefined, urlOf: () => undefined, discard: () => {} };

  function attached(options: Partial<TokenManagerOptions>) {
    const { tokens, events } = listened({
      refresh: new StrictEndpoint().refresh,
      seed,
      ...options,
    });
    const policy = new AuthPolicy<number>({
      caller: "authTest",
      tokens,
      reader,
      options: { origins: ["https://api.test"] },
    });
    const request = { hasOwnAuthorization: false, unrepeatable: undefined };
    return {
      events,
      policy,
      ask: (url: string, own = {}) => policy.tokensFor({ url, ...request, ...own }),
    };
  }

  test("another origin, without path and query", () => {
    const { events, ask } = attached({ debug: true, name: "oro" });
    ask("https://other.test/a/secret?token=secret#secret");
    const wanted = { type: "not_attached", reason: "foreign_origin", origin: "https://other.test" };
    expect(events).toEqual([{ ...wanted, account: "oro" }]);
  });

  test("an Authorization header of the request", () => {
    const { events, ask } = attached({ debug: true });
    ask("https://api.test/accounts", { hasOwnAuthorization: true });
    const wanted = {
      type: "not_attached",
      reason: "own_authorization",
      origin: "https://api.test",
    };
    expect(events).toEqual([wanted]);
  });

  test("no origin if the URL has none", () => {
    const { events, ask } = attached({ debug: true });
    ask("/accounts");
    expect(events).toEqual([{ type: "not_attached", reason: "foreign_origin" }]);
  });

  test.each([[{}], [{ debug: false }]])("nothing with %j", (options) => {
    const { events, ask } = attached(options);
    ask("https://other.test/");
    ask("https://api.test/", { hasOwnAuthorization: true });
    expect(events).toEqual([]);
  });

  test("nothing about a request that gets a token", async () => {
    const { events, ask } = attached({ debug: true });
    await ask("https://api.test/");
    expect(events.map(({ type }) => type)).toEqual(["refreshed"]);
  });

  test("nothing if there is no listener", () => {
    const tokens = createTokenManager({ refresh: new StrictEndpoint().refresh, debug: true });
    expect(adapterView(tokens).notAttached).toBeUndefined();
  });
});
