import { describe, expect, test, vi } from "vitest";
import {
  createTokenManager,
  memoryStore,
  type RefreshFunction,
  type TokenEvent,
  type TokenManagerOptions,
  type TokenSet,
} from "../src/index.ts";
import { useFakeClock } from "./fake-clock.ts";
import { gate, StrictEndpoint } from "./strict-endpoint.ts";

const seed = { refreshToken: "r0" };

/** A manager with its store, which a second manager can use, and the events that it has sent. */
function started(refresh: unknown, more: Partial<TokenManagerOptions> = {}) {
  const store = memoryStore();
  const events: TokenEvent[] = [];
  const onEvent = (event: TokenEvent) => void events.push(event);
  const options = { refresh, store, seed, onEvent, ...more };
  const tokens: ReturnType<typeof createTokenManager> = Reflect.apply(
    createTokenManager,
    undefined,
    [options],
  );
  return { store, events, tokens, types: () => events.map(({ type }) => type) };
}

/** A refresh function that converts the response of the token endpoint. */
function mapped(endpoint: StrictEndpoint, map: (tokens: TokenSet) => unknown) {
  return async (...of: Parameters<RefreshFunction>) => map(await endpoint.refresh(...of));
}

describe("the first rule: no response is discarded because of its form", () => {
  test.each<[string, (tokens: TokenSet) => unknown]>([
    [
      "a reply as it came",
      ({ accessToken, refreshToken }) => ({
        access_token: accessToken,
        refresh_token: refreshToken,
        expires_in: 3600,
        token_type: "Bearer",
        id_token: "id",
      }),
    ],
    [
      "a reply of which only the access token was renamed",
      ({ accessToken, refreshToken }) => ({ accessToken, refresh_token: refreshToken }),
    ],
  ])("%s is understood", async (_, map) => {
    const endpoint = new StrictEndpoint();
    const { tokens, store } = started(mapped(endpoint, map));
    const first = await tokens.get();
    expect((await tokens.renew(first)).accessToken).toBe("a2");
    expect((await store.read())?.tokens?.refreshToken).toBe("r2");
    expect(endpoint.received).toEqual(["r0", "r1"]);
  });

  test("the lifetime and other fields of a response are kept", async () => {
    const reply = { access_token: "a", expires_in: "60", id_token: "id", scope: "read" };
    const now = Date.now();
    const { tokens } = started(async () => reply);
    const got = await tokens.get();
    expect(got).toMatchObject({ accessToken: "a", scope: "read", extra: { id_token: "id" } });
    expect(got.expiresAt).toBeGreaterThanOrEqual(now + 60_000);
  });

  test.each([
    ["expiresAt", Number.NaN, "NaN"],
    ["expiresAt", null, "null"],
    ["expiresAt", "2030-01-01", "a string"],
    ["expiresAt", new Date(), "a Date"],
    ["scope", null, "null"],
    ["scope", ["read"], "an array"],
    ["tokenType", 7, "a number"],
    ["token_type", 7, "a number"],
    ["expires_in", "soon", "a string"],
  ])("an invalid %s (%s) is dropped, and reported by an event", async (field, odd, was) => {
    const endpoint = new StrictEndpoint();
    const { tokens, store, events } = started(
      mapped(endpoint, (answer) => ({ ...answer, [field]: odd })),
    );
    expect((await tokens.get()).accessToken).toBe("a1");
    expect((await store.read())?.tokens).toEqual({ accessToken: "a1", refreshToken: "r1" });
    expect(events).toContainEqual({ type: "ignored_field", field, was });
    expect(endpoint.received).toEqual(["r0"]);
  });

  test("a new refresh token is stored even without an access token", async () => {
    const endpoint = new StrictEndpoint();
    const { tokens, store } = started(
      mapped(endpoint, ({ accessToken, refreshToken }) =>
        accessToken === "a1" ? { token: accessToken, refreshToken } : { accessToken, refreshToken },
      ),
    );
    await expect(tokens.get()).rejects.toMatchObject({
      code: "invalid_response",
      kind: "misuse",
      retryAt: expect.any(Number),
      message: expect.stringMatching(/accessToken is missing.*refresh token.*stored/),
    });
    expect((await store.read())?.tokens?.refreshToken).toBe("r1");
    expect(endpoint.reuses).toBe(0);
  });

  test("an invalid refresh token does not cost the access token beside it", async () => {
    const { tokens, store, events, types } = started(async () => ({
      accessToken: "a1",
      refreshToken: 7,
    }));
    const got = await tokens.get();
    expect(got.accessToken).toBe("a1");
    expect(events).toContainEqual({
      type: "ignored_field",
      field: "refreshToken",
      was: "a number",
    });
    expect((await store.read())?.tokens).not.toHaveProperty("refreshToken");
    await expect(tokens.renew(got)).rejects.toMatchObject({
      code: "invalid_response",
      kind: "terminal",
      message: expect.stringContaining("refreshToken is a number"),
    });
    expect(types()).toContain("reauthorization_required");
  });

  test("an access token that cannot be sent in a header is not returned", async () => {
    const { tokens } = started(async () => ({ accessToken: "a\r\nx: y", refreshToken: "r1" }));
    await expect(tokens.get()).rejects.toMatchObject({
      code: "invalid_response",
      message: expect.stringContaining("accessToken is a string with odd characters"),
    });
  });

  test("an error response that was returned instead of thrown is recognized", async () => {
    const { tokens } = started(async () => ({ error: "invalid_grant" }));
    await expect(tokens.get()).rejects.toMatchObject({ code: "invalid_grant", kind: "terminal" });
  });

  test("a preset that was not called is a misuse, and nothing is recorded", async () => {
    const preset = () => async () => ({ accessToken: "a1" });
    const { tokens, store } = started(preset);
    await expect(tokens.get()).rejects.toMatchObject({
      code: "misconfigured",
      kind: "misuse",
      message: expect.stringContaining("refresh: oroBank()"),
    });
    expect(await store.read()).toBeUndefined();
  });
});

describe("the first rule: no outage ends a login", () => {
  useFakeClock();

  test("after two connection resets in a short time, the same call succeeds", async () => {
    const endpoint = new StrictEndpoint();
    const reset = Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });
    endpoint.next(reset, reset);
    const { tokens } = started(endpoint.refresh);
    const got = tokens.get();
    await endpoint.calls(2);
    await vi.advanceTimersByTimeAsync(1_500);
    expect((await got).accessToken).toBe("a1");
    expect(endpoint.received).toEqual(["r0", "r0", "r0"]);
  });

  test("nor does a typo in the refresh function that is then fixed", async () => {
    const endpoint = new StrictEndpoint();
    const broken = async () => {
      throw new ReferenceError("fetcch is not defined");
    };
    const { tokens, store } = started(broken, { refreshDeadline: 500 });
    await expect(tokens.get()).rejects.toMatchObject({
      code: "in_doubt",
      message: expect.stringContaining("fetcch is not defined"),
      cause: { name: "ReferenceError" },
    });
    await vi.advanceTimersByTimeAsync(2_000);
    const fixed = createTokenManager({ refresh: endpoint.refresh, store, seed });
    expect((await fixed.get()).accessToken).toBe("a1");
  });

  test("after a fault in the refresh function, the token is sent again, and the error has the cause", async () => {
    const endpoint = new StrictEndpoint();
    const fault = () => {
      throw new TypeError("Cannot read properties of undefined (reading 'id')");
    };
    const { tokens } = started(mapped(endpoint, fault));
    await expect(tokens.get()).rejects.toMatchObject({
      code: "invalid_grant",
      message: expect.stringContaining("reading 'id'"),
    });
    expect(endpoint.received).toEqual(["r0", "r0"]);
  });

  test("a text in `error` that is not an OAuth error code does not lead to many requests", async () => {
    const hangUp = Object.assign(new Error("x"), { error: "socket hang up" });
    const refresh = vi.fn(() => Promise.reject(hangUp));
    const { tokens } = started(refresh, { refreshDeadline: 500 });
    for (let caller = 0; caller < 10; caller++) {
      await expect(tokens.get()).rejects.toMatchObject({ code: "in_doubt" });
    }
    expect(refresh.mock.calls.length).toBeLessThanOrEqual(2);
  });

  test("a response after the callers' deadline is stored, and the next call gets its tokens", async () => {
    const endpoint = new StrictEndpoint();
    const slow = gate();
    endpoint.next(() => slow.passed);
    const { tokens, store } = started(endpoint.refresh);
    const failed = expect(tokens.get()).rejects.toMatchObject({
      code: "timeout",
      kind: "transient",
      attempts: 1,
      message: expect.stringContaining("continues, and its response will be stored"),
    });
    await endpoint.calls(1);
    await vi.advanceTimersByTimeAsync(10_000);
    await failed;
    const waiting = createTokenManager({ refresh: endpoint.refresh, store, seed }).get();
    await vi.advanceTimersByTimeAsync(9_000);
    slow.open();
    expect((await waiting).accessToken).toBe("a1");
    expect((await tokens.get()).accessToken).toBe("a1");
    expect(endpoint.received).toEqual(["r0"]);
  });

  test("a lease is extended while a response is awaited, and ends within 15 s after a crash", async () => {
    const endpoint = new StrictEndpoint();
    endpoint.next("hang");
    const { tokens, store } = started(endpoint.refresh);
    tokens.get().catch(() => {});
    await endpoint.calls(1);
    await vi.advanceTimersByTimeAsync(29_000);
    expect(await store.claim(0, { duration: 1 })).toBeUndefined();
    const dead = memoryStore();
    await dead.claim(0, { duration: 15_000 });
    await vi.advanceTimersByTimeAsync(15_001);
    expect(await dead.claim(0, { duration: 1 })).toHaveProperty("abandoned");
  });

  test("a store that cannot extend a lease gets a lease that covers the whole request", async () => {
    const endpoint = new StrictEndpoint();
    endpoint.next("hang");
    const inner = memoryStore();
    const leases: number[] = [];
    const store: typeof inner = {
      ...inner,
      async claim(revision, lease) {
        leases.push(lease.duration);
        const claim = await inner.claim(revision, lease);
        if (!claim) return undefined;
        const { extend: _, ...rest } = claim;
        return rest;
      },
    };
    const { tokens } = started(endpoint.refresh, { store });
    tokens.get().catch(() => {});
    await endpoint.calls(1);
    expect(leases.at(-1)).toBeGreaterThanOrEqual(30_000);
    await vi.advanceTimersByTimeAsync(29_000);
    expect(await inner.claim(0, { duration: 1 })).toBeUndefined();
  });

  test("a login does not wait for a request that hangs", async () => {
    const endpoint = new StrictEndpoint();
    endpoint.next("hang");
    const { tokens, store } = started(endpoint.refresh);
    const failed = tokens.get().catch(() => {});
    await endpoint.calls(1);
    await vi.advanceTimersByTimeAsync(10_000);
    await failed;
    await tokens.set({ accessToken: "new", refreshToken: "fresh" });
    expect((await store.read())?.tokens?.refreshToken).toBe("fresh");
  });

  test("after a rejected configuration, a login in another process is used at once", async () => {
    const endpoint = new StrictEndpoint();
    endpoint.next(Object.assign(new Error("no"), { error: "invalid_client", status: 401 }));
    const { tokens, store } = started(endpoint.refresh);
    await expect(tokens.get()).rejects.toMatchObject({ code: "request_rejected" });
    await createTokenManager({ refresh: endpoint.refresh, store }).set(seed);
    expect((await tokens.get()).accessToken).toBe("a1");
  });
});

describe("the first rule: a rejection that may come from a gateway is checked again", () => {
  useFakeClock();
  const minute = 60_000;

  /** What axios throws for a 400 with an empty body. */
  const bare = (status: number) =>
    Object.assign(new Error("bad"), { response: { status, data: "" } });

  test.each([400, 401])(
    "a bare %i: after a minute, then less and less often, up to an hour",
    async (status) => {
      const refresh = vi.fn(() => Promise.reject(bare(status)));
      const { tokens, types } = started(refresh);
      const calls: number[] = [];
      for (let passed = 0; passed < 5 * 60; passed++) {
        await expect(tokens.get()).rejects.toMatchObject({
          code: "invalid_grant",
          kind: "terminal",
          retryAt: expect.any(Number),
        });
        if (refresh.mock.calls.length > calls.length) calls.push(passed);
        vi.setSystemTime(Date.now() + minute);
      }
      const pauses = calls.slice(1).map((at, index) => at - (calls[index] ?? 0));
      expect(pauses[0]).toBeLessThanOrEqual(2);
      expect(Math.max(...pauses)).toBeGreaterThanOrEqual(60);
      expect(calls.length).toBeLessThan(12);
      expect(types()).toEqual(["reauthorization_required"]);
    },
  );

  test("and if the provider accepts the token after all, the login works again", async () => {
    const endpoint = new StrictEndpoint();
    endpoint.next(bare(401));
    const { tokens } = started(endpoint.refresh);
    await expect(tokens.get()).rejects.toMatchObject({ code: "invalid_grant" });
    vi.setSystemTime(Date.now() + 2 * minute);
    expect((await tokens.get()).accessToken).toBe("a1");
  });
});

describe("the first rule: a grant without a refresh token cannot lose one", () => {
  useFakeClock();

  test("after an unusable response, the request is retried with back-off", async () => {
    const refresh = vi
      .fn<() => Promise<unknown>>()
      .mockResolvedValueOnce({})
      .mockResolvedValue({ accessToken: "a1", refreshToken: 7 });
    const tokens: ReturnType<typeof createTokenManager> = Reflect.apply(
      createTokenManager,
      undefined,
      [{ refresh }],
    );
    const failed = { code: "invalid_response", kind: "misuse", retryAt: expect.any(Number) };
    await expect(tokens.get()).rejects.toMatchObject(failed);
    await expect(tokens.get()).rejects.toMatchObject(failed);
    expect(refresh).toHaveBeenCalledTimes(1);
    vi.setSystemTime(Date.now() + 2_000);
    const got = await tokens.get();
    expect(await tokens.renew(got).catch((error: unknown) => error)).not.toHaveProperty("code");
  });
});

describe("the first rule: a login is not lost to a slow token endpoint", () => {
  useFakeClock();

  test("set() waits while another process waits for its response", async () => {
    const endpoint = new StrictEndpoint();
    endpoint.next("hang");
    const { tokens, store } = started(endpoint.refresh);
    tokens.get().catch(() => {});
    await endpoint.calls(1);
    const other = createTokenManager({ refresh: endpoint.refresh, store });
    const set = other.set({ accessToken: "new", refreshToken: "fresh" });
    await vi.advanceTimersByTimeAsync(31_000);
    await set;
    expect((await store.read())?.tokens?.refreshToken).toBe("fresh");
  });
});
