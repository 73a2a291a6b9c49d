import { afterEach, describe, expect, test, vi } from "vitest";
import { createTokenManager, memoryStore, type TokenEvent } from "../src/index.ts";
import { useFakeClock } from "./fake-clock.ts";
import { StrictEndpoint } from "./strict-endpoint.ts";

const minute = 60_000;

/** A manager that refreshes tokens of 10 minutes up to 1 minute before they expire. */
function ahead(endpoint: StrictEndpoint, options = {}) {
  endpoint.lifetime = 10 * minute;
  const seed = { refreshToken: "r0" };
  const { refresh } = endpoint;
  return createTokenManager({
    refresh,
    seed,
    refreshBefore: minute,
    refreshAhead: true,
    ...options,
  });
}

describe("P6: early refreshes are spread over a fifth of `refreshBefore`,", () => {
  useFakeClock();
  afterEach(() => {
    vi.restoreAllMocks();
  });

  test("so that one process refreshes, and the others find its tokens and do not compete", async () => {
    const endpoint = new StrictEndpoint();
    const store = memoryStore();
    const events: TokenEvent[] = [];
    const onEvent = (event: TokenEvent) => events.push(event);
    const processes = Array.from({ length: 8 }, () => ahead(endpoint, { store, onEvent }));
    let given = 0;
    vi.spyOn(Math, "random").mockImplementation(() => (given++ % 10) / 10);
    for (const tokens of processes) await tokens.get();
    events.length = 0;
    endpoint.next(() => new Promise((resolve) => setTimeout(resolve, 500)));
    await vi.advanceTimersByTimeAsync(9.5 * minute);
    expect(endpoint.received).toHaveLength(2);
    expect(events.filter(({ type }) => type === "waiting")).toEqual([]);
    expect(events.filter(({ type }) => type === "adopted")).toHaveLength(7);
  });

  test("and never begin earlier, nor after the tokens have expired", async () => {
    const endpoint = new StrictEndpoint();
    vi.spyOn(Math, "random").mockReturnValue(0.999_999);
    const tokens = ahead(endpoint);
    await tokens.get();
    await vi.advanceTimersByTimeAsync(9.19 * minute);
    expect(endpoint.received).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(0.02 * minute);
    expect(endpoint.received).toHaveLength(2);
    await tokens.close();
  });

  test("so that accounts that were refreshed together do not stay in step", async () => {
    const endpoints = Array.from({ length: 20 }, () => new StrictEndpoint());
    const all = endpoints.map((endpoint) => ahead(endpoint));
    await Promise.all(all.map((tokens) => tokens.get()));
    await vi.advanceTimersByTimeAsync(9.1 * minute);
    const refreshed = endpoints.filter(({ received }) => received.length > 1).length;
    expect(refreshed).toBeGreaterThan(0);
    expect(refreshed).toBeLessThan(20);
  });
});
