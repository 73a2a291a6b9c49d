import { describe, expect, test, vi } from "vitest";
import { adapterView } from "../src/adapter.ts";
import { createTokenManager, memoryStore, type TokenStore } from "../src/index.ts";
import { useFakeClock, withoutSpread } from "./fake-clock.ts";
import { StrictEndpoint } from "./strict-endpoint.ts";

const seed = { refreshToken: "r0" };

describe("P6: no needless refresh", () => {
  useFakeClock();
  withoutSpread();

  test("for a late 401, which rejects a token that was already replaced", async () => {
    const endpoint = new StrictEndpoint();
    const store = memoryStore();
    const tokens = createTokenManager({ refresh: endpoint.refresh, store, seed });
    const first = await tokens.get();
    const second = await tokens.renew(first);
    const read = vi.spyOn(store, "read");
    expect(await tokens.renew(first)).toBe(second);
    expect(endpoint.received).toHaveLength(2);
    expect(read).not.toHaveBeenCalled();
  });

  test("but a refresh for a token that another process got long ago and that has expired", async () => {
    const endpoint = new StrictEndpoint();
    const store = memoryStore();
    const [quiet, busy] = [1, 2].map(() =>
      adapterView(createTokenManager({ refresh: endpoint.refresh, store, seed })),
    );
    const first = await quiet?.get();
    await vi.advanceTimersByTimeAsync(60_000);
    await busy?.renew(first ?? { accessToken: "" });
    await vi.advanceTimersByTimeAsync(60_000);
    const second = await quiet?.renew(first ?? { accessToken: "" });
    expect(second?.accessToken).toBe("a2");
    quiet?.coolDown(second ?? { accessToken: "" });
    expect((await quiet?.renew(second ?? { accessToken: "" }))?.accessToken).toBe("a3");
  });

  test("for a new token that was rejected, until its cool-down ends", async () => {
    const endpoint = new StrictEndpoint();
    const tokens = createTokenManager({ refresh: endpoint.refresh, seed, cooldown: 5_000 });
    const first = await tokens.get();
    adapterView(tokens).coolDown(first);
    expect((await tokens.renew(first)).accessToken).toBe("a1");
    await vi.advanceTimersByTimeAsync(5_000);
    expect((await tokens.renew(first)).accessToken).toBe("a2");
  });

  /** One run of a script. The API responds with 401, also to the new token. */
  async function run(store: TokenStore, { refresh }: StrictEndpoint): Promise<void> {
    const tokens = createTokenManager({ refresh, store, seed, cooldown: 5_000 });
    const sent = await tokens.get();
    const fresh = await tokens.renew(sent);
    if (fresh.accessToken !== sent.accessToken) adapterView(tokens).coolDown(fresh);
    await vi.advanceTimersByTimeAsync(100);
    await tokens.close();
  }

  test("in six runs of a script whose API rejects every token, because the cool-down is stored", async () => {
    const endpoint = new StrictEndpoint();
    const store = memoryStore();
    for (let runs = 0; runs < 6; runs++) await run(store, endpoint);
    expect(endpoint.received).toEqual(["r0", "r1"]);
    await vi.advanceTimersByTimeAsync(5_000);
    await run(store, endpoint);
    expect(endpoint.received).toEqual(["r0", "r1", "r2"]);
  });

  test("in a running process, during the cool-down that another process has stored", async () => {
    const endpoint = new StrictEndpoint();
    const store = memoryStore();
    const [one, other] = [1, 2].map(() =>
      adapterView(createTokenManager({ refresh: endpoint.refresh, store, seed, cooldown: 5_000 })),
    );
    const sent = await one?.get();
    expect(await other?.get()).toEqual(sent);
    one?.coolDown(sent ?? { accessToken: "" });
    await vi.advanceTimersByTimeAsync(100);
    expect(await other?.renew(sent ?? { accessToken: "" })).toEqual(sent);
    await vi.advanceTimersByTimeAsync(5_000);
    expect((await other?.renew(sent ?? { accessToken: "" }))?.accessToken).toBe("a2");
  });

  test("but an expired token is refreshed in spite of its cool-down", async () => {
    const endpoint = new StrictEndpoint();
    endpoint.lifetime = 1_000;
    const tokens = createTokenManager({ refresh: endpoint.refresh, seed });
    const first = await tokens.get();
    adapterView(tokens).coolDown(first);
    await vi.advanceTimersByTimeAsync(1_000);
    expect((await tokens.renew(first)).accessToken).toBe("a2");
  });

  test("for each request if the lifetime is short: at most the last quarter is used for an early refresh", async () => {
    const endpoint = new StrictEndpoint();
    endpoint.lifetime = 4_000;
    const tokens = createTokenManager({ refresh: endpoint.refresh, seed });
    await tokens.get();
    await vi.advanceTimersByTimeAsync(2_900);
    expect((await tokens.get()).accessToken).toBe("a1");
    await vi.advanceTimersByTimeAsync(200);
    expect((await tokens.get()).accessToken).toBe("a2");
  });

  test.each([0, -5_000])("for each request if the stated lifetime is %s ms", async (lifetime) => {
    const endpoint = new StrictEndpoint();
    endpoint.lifetime = lifetime;
    const tokens = createTokenManager({ refresh: endpoint.refresh, seed });
    await tokens.get();
    await tokens.get();
    expect(endpoint.received).toHaveLength(1);
  });

  test("before the `exp` of a JWT, if the response has no lifetime", async () => {
    const payload = { exp: (Date.now() + 100_000) / 1000 };
    const accessToken = `e30.${Buffer.from(JSON.stringify(payload)).toString("base64url")}.s`;
    const refresh = vi.fn(async () => ({ accessToken }));
    const tokens = createTokenManager({ refresh });
    await tokens.get();
    await vi.advanceTimersByTimeAsync(70_000);
    expect(adapterView(tokens).peek()).toBeDefined();
    await vi.advanceTimersByTimeAsync(6_000);
    expect(adapterView(tokens).peek()).toBeUndefined();
  });

  test("for a seed with a valid access token", async () => {
    const endpoint = new StrictEndpoint();
    const good = { ...seed, accessToken: "a0", expiresAt: Date.now() + 60_000 };
    const tokens = createTokenManager({ refresh: endpoint.refresh, seed: good });
    expect((await tokens.get()).accessToken).toBe("a0");
    expect(endpoint.received).toEqual([]);
  });
});
