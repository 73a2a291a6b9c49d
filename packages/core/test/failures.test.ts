import { inspect } from "node:util";
import { describe, expect, test, vi } from "vitest";
import { createTokenManager, isTokenError, memoryStore, TokenError } from "../src/index.ts";
import { useFakeClock } from "./fake-clock.ts";
import { StrictEndpoint } from "./strict-endpoint.ts";

const seed = { refreshToken: "r0" };
const refused = Object.assign(new TypeError("fetch failed"), {
  cause: Object.assign(new Error("connect"), { code: "ECONNREFUSED" }),
});

describe("P10: failures are told apart", () => {
  useFakeClock();

  test("a token endpoint that refuses connections is tried again until the deadline", async () => {
    const endpoint = new StrictEndpoint();
    endpoint.next(refused, refused, refused);
    const tokens = createTokenManager({ refresh: endpoint.refresh, seed });
    const got = tokens.get();
    await endpoint.calls(1);
    await vi.advanceTimersByTimeAsync(3_000);
    expect((await got).accessToken).toBe("a1");
  });

  test("and is unreachable then: nothing is in doubt, a later call works", async () => {
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

  test("a process that has no file descriptor left to connect with has sent nothing", async () => {
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

  test("one answer that says trouble is met by one more try, at once", async () => {
    const endpoint = new StrictEndpoint();
    endpoint.next(new TokenError("unavailable", "503"));
    const tokens = createTokenManager({ refresh: endpoint.refresh, seed });
    expect((await tokens.get()).accessToken).toBe("a1");
  });

  test("trouble that lasts is transient: the refresh token stays good", async () => {
    const endpoint = new StrictEndpoint();
    endpoint.next(new TokenError("unavailable", "503"), new TokenError("unavailable", "503"));
    const tokens = createTokenManager({ refresh: endpoint.refresh, seed });
    await expect(tokens.get()).rejects.toMatchObject({ code: "unavailable", kind: "transient" });
    expect((await tokens.get()).accessToken).toBe("a1");
  });

  test("a Retry-After within the deadline is waited for", async () => {
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

  test("a Retry-After that is over already is no invitation to ask without a pause", async () => {
    const endpoint = new StrictEndpoint();
    endpoint.next(...Array<Error>(999).fill(new TokenError("unavailable", "503", { retryAt: 0 })));
    const tokens = createTokenManager({ refresh: endpoint.refresh, seed, refreshDeadline: 2_000 });
    const failed = expect(tokens.get()).rejects.toMatchObject({ code: "unavailable" });
    await endpoint.calls(1);
    await vi.advanceTimersByTimeAsync(2_000);
    await failed;
    expect(endpoint.received.length).toBeLessThan(8);
  });

  test("a Retry-After beyond the deadline is told at once", async () => {
    const retryAt = Date.now() + 60_000;
    const endpoint = new StrictEndpoint();
    endpoint.next(new TokenError("unavailable", "429", { retryAt }));
    const tokens = createTokenManager({ refresh: endpoint.refresh, seed });
    await expect(tokens.get()).rejects.toMatchObject({ code: "unavailable", retryAt });
  });

  test("a token endpoint that says Retry-After twice in a row is left alone until then", async () => {
    const endpoint = new StrictEndpoint();
    const busy = () => new TokenError("unavailable", "503", { retryAt: Date.now() + 20_000 });
    endpoint.next(busy(), busy());
    const tokens = createTokenManager({ refresh: endpoint.refresh, seed });
    for (let request = 0; request < 10; request++) {
      await expect(tokens.get()).rejects.toMatchObject({ retryAt: expect.any(Number) });
    }
    expect(endpoint.received).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(20_000);
    expect((await tokens.get()).accessToken).toBe("a1");
  });

  test("but no longer than the cool-down, and a login ends it", async () => {
    const endpoint = new StrictEndpoint();
    const busy = () => new TokenError("unavailable", "503", { retryAt: Date.now() + 1e9 });
    endpoint.next(busy(), busy(), busy());
    const tokens = createTokenManager({ refresh: endpoint.refresh, seed, cooldown: 5_000 });
    for (let request = 0; request < 3; request++) await tokens.get().catch(() => {});
    await vi.advanceTimersByTimeAsync(5_000);
    await expect(tokens.get()).rejects.toMatchObject({ code: "unavailable" });
    expect(endpoint.received).toHaveLength(3);
    await tokens.set(seed);
    expect((await tokens.get()).accessToken).toBe("a1");
  });

  test("a wrong client secret is the program's fault, and kills no refresh token", async () => {
    const endpoint = new StrictEndpoint();
    endpoint.next(Object.assign(new Error("no"), { error: "invalid_client" }));
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
    ["throws a text", () => Promise.reject("nonsense")],
    ["throws what throws when it is looked at", () => Promise.reject(hostile)],
    [
      "throws before it gives a promise",
      () => {
        throw new RangeError("at once");
      },
    ],
    ["returns nothing", () => undefined],
    ["returns null", async () => null],
    ["returns a number", async () => 7],
    ["returns no access token", async () => ({ refreshToken: "r1" })],
    ["returns an end that is none", async () => ({ accessToken: "a", expiresAt: Number.NaN })],
  ])("a refresh function that %s is a typed error, after one more try", async (_, refresh) => {
    const spy = vi.fn(refresh);
    const tokens = Reflect.apply(createTokenManager, undefined, [{ refresh: spy, seed }]);
    await expect(tokens.get()).rejects.toMatchObject({ name: "TokenError", code: "in_doubt" });
    expect(spy).toHaveBeenCalledTimes(2);
  });

  test("a refresh function that gives its tokens without a promise is understood", async () => {
    const refresh = () => ({ accessToken: "a1" });
    const tokens = Reflect.apply(createTokenManager, undefined, [{ refresh, seed }]);
    expect(await tokens.get()).toMatchObject({ accessToken: "a1" });
  });

  test("a valid access token outlives an early refresh that fails", async () => {
    const endpoint = new StrictEndpoint();
    endpoint.lifetime = 100_000;
    const tokens = createTokenManager({ refresh: endpoint.refresh, seed });
    await tokens.get();
    await vi.advanceTimersByTimeAsync(80_000);
    endpoint.next(...Array<Error>(9).fill(new TokenError("unavailable", "503")));
    expect((await tokens.get()).accessToken).toBe("a1");
    expect((await tokens.get()).accessToken).toBe("a1");
    expect(endpoint.received).toHaveLength(3);
    await vi.advanceTimersByTimeAsync(20_000);
    await expect(tokens.get()).rejects.toMatchObject({ code: "unavailable" });
  });

  test("and so does one in the store, for a process that has just started", async () => {
    const endpoint = new StrictEndpoint();
    endpoint.lifetime = 100_000;
    const store = memoryStore();
    const options = { refresh: endpoint.refresh, store, seed };
    await createTokenManager(options).get();
    await vi.advanceTimersByTimeAsync(80_000);
    endpoint.next(...Array<Error>(9).fill(new TokenError("unavailable", "503")));
    const tokens = createTokenManager(options);
    expect((await tokens.get()).accessToken).toBe("a1");
    expect((await tokens.get()).accessToken).toBe("a1");
    expect(endpoint.received).toHaveLength(3);
    await vi.advanceTimersByTimeAsync(20_000);
    await expect(tokens.get()).rejects.toMatchObject({ code: "unavailable" });
  });

  test("but not one that somebody has cleared meanwhile", async () => {
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
    "from an error that quotes the tokens, with its cause (%s)",
    async (code) => {
      const tokens = createTokenManager({
        refresh: () => Promise.reject(leak(code)),
        seed: { refreshToken: known },
        refreshDeadline: 50,
      });
      const error: unknown = await tokens.get().catch((reason: unknown) => reason);
      expect(isTokenError(error)).toBe(true);
      const shown = inspect(error, { depth: 9, showHidden: true }) + JSON.stringify(error);
      expect(shown).toContain("failed with");
      expect(shown).not.toContain(known);
      expect(shown).not.toContain("987654321");
    },
  );

  test("from an OAuth error code that is a token in truth", async () => {
    const refresh = () => Promise.reject(Object.assign(new Error(), { error: known }));
    const tokens = createTokenManager({ refresh, seed: { refreshToken: known } });
    const error: unknown = await tokens.get().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "request_rejected" });
    expect(inspect(error, { showHidden: true })).not.toContain(known);
  });
});
