import { describe, expect, test, vi } from "vitest";
import { createTokenManager, type TokenManager } from "../src/index.ts";
import { useFakeClock } from "./fake-clock.ts";
import { StrictEndpoint } from "./strict-endpoint.ts";

const seed = { refreshToken: "r0" };
const minute = 60_000;
const hour = 60 * minute;

/** Sends requests for a minute, and renews each token that the server rejects. */
async function minuteOfRequests(
  tokens: TokenManager,
  isAccepted: (accessToken: string) => boolean,
) {
  for (let second = 0; second < 60; second++) {
    const sent = await tokens.get();
    if (!isAccepted(sent.accessToken)) {
      const fresh = await tokens.renew(sent);
      expect(isAccepted(fresh.accessToken)).toBe(true);
    }
    await vi.advanceTimersByTimeAsync(1_000);
  }
}

describe("P6: when the clock is set", () => {
  useFakeClock();

  test.each([
    ["an hour forward", hour, true],
    ["an hour back", -hour, true],
    ["an hour forward, with refreshAhead", hour, true],
    ["an hour back, and the expiry of a token is not known", -hour, false],
  ])("%s, there is at most one needless refresh, and no failure", async (name, jump, announced) => {
    const endpoint = new StrictEndpoint();
    if (announced) endpoint.lifetime = 5 * minute;
    const issued = new Map<string, number>();
    const tokens = createTokenManager({
      refresh: async (current, context) => {
        const set = await endpoint.refresh(current, context);
        issued.set(set.accessToken, performance.now());
        return set;
      },
      seed,
      refreshAhead: name.includes("refreshAhead"),
    });
    const isAccepted = (accessToken: string) =>
      performance.now() - (issued.get(accessToken) ?? -hour) < 5 * minute;

    for (let minutes = 0; minutes < 7; minutes++) await minuteOfRequests(tokens, isAccepted);
    vi.setSystemTime(Date.now() + jump);
    for (let minutes = 0; minutes < 70; minutes++) await minuteOfRequests(tokens, isAccepted);

    // 77 minutes with tokens that expire after 5 minutes and are refreshed a little earlier.
    const needed = announced ? 77 / 4.5 : 77 / 5;
    expect(endpoint.received.length).toBeLessThanOrEqual(Math.ceil(needed) + 1);
    expect(endpoint.reuses).toBe(0);
  });

  test("a token whose expiry is beyond the range of dates is not refreshed for each request", async () => {
    const endpoint = new StrictEndpoint();
    endpoint.lifetime = 1e15;
    const tokens = createTokenManager({ refresh: endpoint.refresh, seed, refreshAhead: true });
    for (let request = 0; request < 10; request++) await tokens.get();
    expect(endpoint.received).toHaveLength(1);
  });
});
