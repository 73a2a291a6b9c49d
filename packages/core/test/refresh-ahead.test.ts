import { describe, expect, test, vi } from "vitest";
import { adapterView } from "../src/adapter.ts";
import { createTokenManager, TokenError, type TokenManagerOptions } from "../src/index.ts";
import { useFakeClock, withoutSpread } from "./fake-clock.ts";
import { gate, StrictEndpoint } from "./strict-endpoint.ts";

const seed = { refreshToken: "r0" };
const minute = 60_000;

/** A manager that refreshes tokens of 10 minutes 1 minute before they expire. */
async function ahead(options: Partial<TokenManagerOptions> = {}) {
  const endpoint = new StrictEndpoint();
  endpoint.lifetime = 10 * minute;
  const tokens = createTokenManager({
    refresh: endpoint.refresh,
    seed,
    refreshBefore: minute,
    refreshAhead: true,
    ...options,
  });
  await tokens.get();
  return { endpoint, tokens };
}

describe("P6: with refreshAhead", () => {
  useFakeClock();
  withoutSpread();

  test("the tokens are refreshed before they expire, again and again, without a call", async () => {
    const { endpoint, tokens } = await ahead();
    await vi.advanceTimersByTimeAsync(8.9 * minute);
    expect(endpoint.received).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(0.2 * minute);
    expect(endpoint.received).toHaveLength(2);
    expect(adapterView(tokens).peek()?.accessToken).toBe("a2");
    await vi.advanceTimersByTimeAsync(9 * minute);
    expect(adapterView(tokens).peek()?.accessToken).toBe("a3");
  });

  test("a request waits for it only if it cannot be sent twice", async () => {
    const { endpoint, tokens } = await ahead();
    const slow = gate();
    endpoint.next(() => slow.passed);
    await vi.advanceTimersByTimeAsync(9.01 * minute);
    expect(endpoint.received).toHaveLength(2);
    expect(adapterView(tokens).peek()?.accessToken).toBe("a1");
    expect((await tokens.get()).accessToken).toBe("a1");
    const fresh = tokens.get({ fresh: true });
    slow.open();
    expect((await fresh).accessToken).toBe("a2");
  });

  test("a failed refresh is retried at most once a second until the token expires", async () => {
    const { endpoint, tokens } = await ahead();
    endpoint.next(...Array<Error>(200).fill(new TokenError("unavailable", "503")));
    await vi.advanceTimersByTimeAsync(9.9 * minute);
    expect(adapterView(tokens).peek()?.accessToken).toBe("a1");
    await vi.advanceTimersByTimeAsync(2 * minute);
    const calls = endpoint.received.length;
    // Two requests each: after 30 s, 15 s, 7.5 s and so on, with at least a second in between.
    expect(calls).toBeGreaterThan(5);
    expect(calls).toBeLessThan(20);
    await vi.advanceTimersByTimeAsync(60 * minute);
    expect(endpoint.received).toHaveLength(calls);
    expect(adapterView(tokens).peek()).toBeUndefined();
  });

  test("no timer is longer than 2^31−1 ms, and there is none for a token without expiry", async () => {
    const timers = vi.spyOn(globalThis, "setTimeout");
    const year = 365 * 24 * 60 * minute;
    const { endpoint } = await ahead({ refresh: lasting(year) });
    expect(endpoint.received).toEqual([]);
    expect(Math.max(...timers.mock.calls.map(([, ms = 0]) => ms))).toBe(2 ** 31 - 1);
    timers.mockClear();
    await ahead({ refresh: lasting(undefined) });
    expect(timers.mock.calls.every(([, ms = 0]) => ms <= 10_000)).toBe(true);
  });

  test("a longer wait continues after the longest timer", async () => {
    const year = 365 * 24 * 60 * minute;
    const refresh = vi.fn(lasting(year));
    await ahead({ refresh });
    await vi.advanceTimersByTimeAsync(year - 2 * minute);
    expect(refresh).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(2 * minute);
    expect(refresh).toHaveBeenCalledTimes(2);
  });

  test("the timer does not keep the process alive, and stops with the manager", async () => {
    const timers = vi.spyOn(globalThis, "setTimeout");
    const { endpoint, tokens } = await ahead();
    const timer = timers.mock.results.at(-1)?.value;
    expect(timer.hasRef()).toBe(false);
    await tokens[Symbol.asyncDispose]();
    expect(vi.getTimerCount()).toBe(0);
    await vi.advanceTimersByTimeAsync(20 * minute);
    expect(endpoint.received).toHaveLength(1);
  });
});

describe("without refreshAhead", () => {
  useFakeClock();

  test("nothing is refreshed without a call", async () => {
    const { endpoint } = await ahead({ refreshAhead: false });
    expect(vi.getTimerCount()).toBe(0);
    await vi.advanceTimersByTimeAsync(60 * minute);
    expect(endpoint.received).toHaveLength(1);
  });
});

/** A token endpoint whose access tokens have the given lifetime. */
function lasting(lifetime: number | undefined) {
  return async () => ({
    accessToken: `a${Date.now()}`,
    ...(lifetime !== undefined && { expiresAt: Date.now() + lifetime }),
  });
}
