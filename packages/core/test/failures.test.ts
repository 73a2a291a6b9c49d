import { inspect } from "node:util";
import { describe, expect, test, vi } from "vitest";
import { createTokenManager, isTokenError, memoryStore, TokenError } from "../src/index.ts";
import { failedRefresh } from "./failed-refresh.ts";
import { useFakeClock } from "./fake-clock.ts";
import { StrictEndpoint } from "./strict-endpoint.ts";

const seed = { refreshToken: "r0" };
const refused = Object.assign(new TypeError("fetch failed"), {
  cause: Object.assign(new Error("connect"), { code: "ECONNREFUSED" }),
});

describe("P10: failures are distinguished", () => {
  useFakeClock();

  test("a token endpoint that refuses connections is called again until the deadline", async () => {
    const endpoint = new StrictEndpoint();
    endpoint.next(refused, refused, refused);
    const tokens = createTokenManager({ refresh: endpoint.refresh, seed });
    const got = tokens.get();
    await endpoint.calls(1);
    await vi.advanceTimersByTimeAsync(3_000);
    expect((await got).accessToken).toBe("a1");
  });

  test("and is then `unreachable`: nothing is in doubt, and a later call succeeds", async () => {
    const endpoint = new StrictEndpoint();
    endpoint.next(...Array<Error>(8).fill(refused));
    const tokens = createTokenManager({ refresh: endpoint.refresh, seed, refreshDeadline: 5_000 });
    const failed = expect(tokens.get()).rejects.toMatchObject({
      code: "unreachable",
      kind: "transient",
    });
    await endpoint.calls(1);
    await vi.advanceTimersByTimeAsync(5_000);
    await failed;
    const later = tokens.get();
    await vi.advanceTimersByTimeAsync(3_000);
    expect((await later).accessToken).toBe("a1");
  });

  test("a process without a free file descriptor has sent nothing", async () => {
    const endpoint = new StrictEndpoint();
    const error = Object.assign(new Error("connect EMFILE"), {
      code: "EMFILE",
      syscall: "connect",
    });
    const unconnected = new TypeError("fetch failed", { cause: error });
    endpoint.next(unconnected, unconnected, unconnected);
    const tokens = createTokenManager({ refresh: endpoint.refresh, seed });
    const got = tokens.get();
    await endpoint.calls(1);
    await vi.advanceTimersByTimeAsync(3_000);
    expect((await got).accessToken).toBe("a1");
  });

  test("a response that says that the endpoint is down leads to a retry after a second", async () => {
    const endpoint = new StrictEndpoint();
    endpoint.next(new TokenError("unavailable", "503"));
    const tokens = createTokenManager({ refresh: endpoint.refresh, seed });
    const got = tokens.get();
    await endpoint.calls(1);
    await vi.advanceTimersByTimeAsync(1_500);
    expect((await got).accessToken).toBe("a1");
  });

  test("an endpoint that asks for a DPoP nonce has spent nothing, and is asked again", async () => {
    const endpoint = new StrictEndpoint();
    const body = { error: "use_dpop_nonce" };
    endpoint.next(Object.assign(new Error("400"), { response: { status: 400, data: body } }));
    const tokens = createTokenManager({ refresh: endpoint.refresh, seed });
    const got = tokens.get();
    await endpoint.calls(1);
    await vi.advanceTimersByTimeAsync(1_500);
    expect((await got).accessToken).toBe("a1");
    expect(endpoint.received).toEqual(["r0", "r0"]);
  });

  test("an endpoint that stays down is a transient failure, and the refresh token still works", async () => {
    const endpoint = new StrictEndpoint();
    endpoint.next(...Array<Error>(4).fill(new TokenError("unavailable", "503")));
    const tokens = createTokenManager({ refresh: endpoint.refresh, seed });
    const failed = expect(tokens.get()).rejects.toMatchObject({
      code: "unavailable",
      kind: "transient",
      retryAt: expect.any(Number),
      attempts: 4,
    });
    await endpoint.calls(1);
    await vi.advanceTimersByTimeAsync(10_000);
    await failed;
    await vi.advanceTimersByTimeAsync(10_000);
    expect((await tokens.get()).accessToken).toBe("a1");
  });

  test("a Retry-After within the deadline is obeyed", async () => {
    const endpoint = new StrictEndpoint();
    endpoint.next(new TokenError("unavailable", "429", { retryAt: Date.now() + 2_000 }));
    const tokens = createTokenManager({ refresh: endpoint.refresh, seed });
    const got = tokens.get();
    await endpoint.calls(1);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(endpoint.received).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1_100);
    expect((await got).accessToken).toBe("a1");
  });

  test("a Retry-After in the past does not lead to requests without a pause", async () => {
    const endpoint = new StrictEndpoint();
    endpoint.next(...Array<Error>(999).fill(new TokenError("unavailable", "503", { retryAt: 0 })));
    const tokens = createTokenManager({ refresh: endpoint.refresh, seed, refreshDeadline: 2_000 });
    const failed = expect(tokens.get()).rejects.toMatchObject({ code: "unavailable" });
    await endpoint.calls(1);
    await vi.advanceTimersByTimeAsync(2_000);
    await failed;
    expect(endpoint.received.length).toBeLessThan(4);
  });

  test("a Retry-After beyond the deadline is reported at once", async () => {
    const retryAt = Date.now() + 60_000;
    const endpoint = new StrictEndpoint();
    endpoint.next(new TokenError("unavailable", "429", { retryAt }));
    const tokens = createTokenManager({ refresh: endpoint.refresh, seed });
    await expect(tokens.get()).rejects.toMatchObject({ code: "unavailable", retryAt });
  });

  test("a second Retry-After of the token endpoint is obeyed by every process", async () => {
    const endpoint = new StrictEndpoint();
    const retryAt = Date.now() + 20_000;
    const busy = () => new TokenError("unavailable", "503", { retryAt });
    endpoint.next(busy(), busy());
    const store = memoryStore();
    const options = { refresh: endpoint.refresh, store, seed };
    for (let request = 0; request < 10; request++) {
      const tokens = createTokenManager(options);
      await expect(tokens.get()).rejects.toMatchObject({ code: "unavailable", retryAt });
    }
    expect(endpoint.received).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(20_000);
    expect((await createTokenManager(options).get()).accessToken).toBe("a1");
  });

  test("but not for longer than an hour, and a login ends it", async () => {
    const endpoint = new StrictEndpoint();
    const hour = 3_600_000;
    const busy = () => new TokenError("unavailable", "503", { retryAt: Date.now() + 100 * hour });
    endpoint.next(busy(), busy(), busy());
    const tokens = createTokenManager({ refresh: endpoint.refresh, seed });
    for (let request = 0; request < 5; request++) await tokens.get().catch(() => {});
    vi.setSystemTime(Date.now() + hour);
    await expect(tokens.get()).rejects.toMatchObject({ code: "unavailable" });
    expect(endpoint.received).toHaveLength(3);
    await tokens.set(seed);
    expect((await tokens.get()).accessToken).toBe("a1");
  });

  test("a wrong client secret is a misuse, and the refresh token still works", async () => {
    const endpoint = new StrictEndpoint();
    endpoint.next(Object.assign(new Error("no"), { error: "invalid_client", status: 401 }));
    const tokens = createTokenManager({ refresh: endpoint.refresh, seed });
    await expect(tokens.get()).rejects.toMatchObject({ code: "request_rejected", kind: "misuse" });
    await expect(tokens.get()).rejects.toMatchObject({ code: "request_rejected" });
    expect(endpoint.received).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(30_000);
    expect((await tokens.get()).accessToken).toBe("a1");
  });

  const hostile = new Proxy(
    {},
    {
      get() {
        throw new Error("hands off");
      },
    },
  );
  test.each([
    ["throws nothing", () => Promise.reject()],
    ["throws null", () => Promise.reject(null)],
    ["throws a string", () => Promise.reject("nonsense")],
    ["throws a hostile value", () => Promise.reject(hostile)],
  ])(
    "a refresh function that %s leads to a typed error, and is called again with back-off",
    async (_, refresh) => {
      const spy = vi.fn(refresh);
      const tokens = Reflect.apply(createTokenManager, undefined, [{ refresh: spy, seed }]);
      const failed = expect(tokens.get()).rejects.toMatchObject({
        name: "TokenError",
        code: "in_doubt",
        kind: "in_doubt",
      });
      await vi.waitUntil(() => spy.mock.calls.length > 0, { interval: 1 });
      await vi.advanceTimersByTimeAsync(10_000);
      await failed;
      expect(spy.mock.calls.length).toBeGreaterThan(2);
      expect(spy.mock.calls.length).toBeLessThan(7);
    },
  );

  test("a refresh function that throws before it returns a promise has sent nothing", async () => {
    const refresh = () => {
      throw new RangeError("at once");
    };
    const store = memoryStore();
    const tokens = Reflect.apply(createTokenManager, undefined, [{ refresh, store, seed }]);
    await expect(tokens.get()).rejects.toMatchObject({
      code: "misconfigured",
      message: expect.stringContaining("at once"),
    });
    expect(await store.read()).toBeUndefined();
  });

  test.each([
    ["returns nothing", () => undefined],
    ["returns null", async () => null],
    ["returns a number", async () => 7],
  ])(
    "a refresh function that %s has lost the response, so it is not called again",
    async (_, refresh) => {
      const spy = vi.fn(refresh);
      const tokens = Reflect.apply(createTokenManager, undefined, [{ refresh: spy, seed }]);
      for (let caller = 0; caller < 3; caller++) {
        await expect(tokens.get()).rejects.toMatchObject({
          code: "invalid_response",
          kind: "terminal",
          message: expect.stringContaining("Fix the refresh function"),
        });
      }
      expect(spy).toHaveBeenCalledTimes(1);
    },
  );

  test("a refresh function may return its tokens without a promise", async () => {
    const refresh = () => ({ accessToken: "a1" });
    const tokens = Reflect.apply(createTokenManager, undefined, [{ refresh, seed }]);
    expect(await tokens.get()).toMatchObject({ accessToken: "a1" });
  });

  test("a valid access token is used after a failed early refresh, and no caller waits for a retry", async () => {
    const endpoint = new StrictEndpoint();
    endpoint.lifetime = 100_000;
    const tokens = createTokenManager({ refresh: endpoint.refresh, seed });
    await tokens.get();
    await vi.advanceTimersByTimeAsync(80_000);
    endpoint.next(...Array<Error>(9).fill(new TokenError("unavailable", "503")));
    expect((await tokens.get()).accessToken).toBe("a1");
    expect((await tokens.get()).accessToken).toBe("a1");
    expect(endpoint.received).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(20_000);
    const failed = expect(tokens.get()).rejects.toMatchObject({ code: "unavailable" });
    await vi.advanceTimersByTimeAsync(10_000);
    await failed;
  });

  test("but a caller whose token was rejected waits for the retry, with all callers that share it", async () => {
    const endpoint = new StrictEndpoint();
    endpoint.lifetime = 100_000;
    const tokens = createTokenManager({ refresh: endpoint.refresh, seed });
    const first = await tokens.get();
    await vi.advanceTimersByTimeAsync(80_000);
    endpoint.next(new TokenError("unavailable", "503"));
    const both = Promise.all([tokens.get(), tokens.renew(first)]);
    await endpoint.calls(2);
    await vi.advanceTimersByTimeAsync(2_000);
    expect((await both).map(({ accessToken }) => accessToken)).toEqual(["a2", "a2"]);
  });

  test("a process that has just started uses a valid access token in the store in the same way", async () => {
    const endpoint = new StrictEndpoint();
    endpoint.lifetime = 100_000;
    const store = memoryStore();
    const options = { refresh: endpoint.refresh, store, seed };
    await createTokenManager(options).get();
    await vi.advanceTimersByTimeAsync(80_000);
    endpoint.next(...Array<Error>(9).fill(new TokenError("unavailable", "503")));
    const tokens = createTokenManager(options);
    const got = tokens.get();
    await endpoint.calls(2);
    await vi.advanceTimersByTimeAsync(9_000);
    expect((await got).accessToken).toBe("a1");
    expect((await tokens.get()).accessToken).toBe("a1");
  });

  test("but not one that was cleared in the meantime", async () => {
    const endpoint = new StrictEndpoint();
    endpoint.lifetime = 100_000;
    const store = memoryStore();
    const options = { refresh: endpoint.refresh, store, seed };
    const tokens = createTokenManager(options);
    await tokens.get();
    await createTokenManager(options).clear();
    await vi.advanceTimersByTimeAsync(80_000);
    await expect(tokens.get()).rejects.toMatchObject({ kind: "terminal" });
  });
});

describe("P8: no secret leaks", () => {
  const known = "canary-1";
  const unknown = "a-new-token-that-nobody-knew-987654321";
  const leak = (code: string) =>
    Object.assign(new Error(`POST /?t=${known} failed with ${unknown}`), {
      code,
      config: { headers: { authorization: known } },
    });

  test.each(["ECONNRESET", "ECONNREFUSED"])(
    "in an error that quotes the tokens, with its cause (%s)",
    async (code) => {
      const { failure: error } = await failedRefresh(leak(code), 50, known);
      expect(isTokenError(error)).toBe(true);
      const shown = inspect(error, { depth: 9, showHidden: true }) + JSON.stringify(error);
      expect(shown).toContain("failed with");
      expect(shown).not.toContain(known);
      expect(shown).not.toContain("987654321");
    },
  );

  test("in an OAuth error code that is really a token", async () => {
    const refresh = () => Promise.reject(Object.assign(new Error(), { error: known, status: 400 }));
    const tokens = createTokenManager({ refresh, seed: { refreshToken: known } });
    const error: unknown = await tokens.get().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "request_rejected" });
    expect(inspect(error, { showHidden: true })).not.toContain(known);
  });
});
