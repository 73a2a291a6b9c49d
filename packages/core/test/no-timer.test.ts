import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, test, vi } from "vitest";
import { createTokenManager, TokenError } from "../src/index.ts";
import { nextRetry } from "../src/store/back-off.ts";
import { delay } from "../src/time/delay.ts";
import { useStoppedClock } from "./stopped-clock.ts";
import { StrictEndpoint } from "./strict-endpoint.ts";

/** The result of a call, although no timer fires. */
async function withoutTimers<T>(answer: Promise<T>): Promise<T> {
  let isSettled = false;
  const settled = () => {
    isSettled = true;
  };
  answer.then(settled, settled);
  // The seed is hashed outside the event loop of the test.
  while (!isSettled) await turn();
  return answer;
}

describe("P1: a refresh token that is sent again without a wait", () => {
  useStoppedClock();

  test.each([
    ["a 503", Object.assign(new Error("Service Unavailable"), { status: 503 })],
    ["a 503 of fetch", { response: new Response("busy", { status: 503 }) }],
    ["a 502 of a preset", new TokenError("unavailable", "busy", { status: 502 })],
    ["a connection that was cut", new TypeError("terminated")],
  ])("needs no timer: %s, then an answer", async (_, thrown) => {
    const endpoint = new StrictEndpoint();
    endpoint.next(Object.assign(new Error("failed"), thrown));
    const tokens = createTokenManager({ refresh: endpoint.refresh, seed: { refreshToken: "r0" } });
    expect((await withoutTimers(tokens.get())).accessToken).toBe("a1");
    expect(endpoint.received).toEqual(["r0", "r0"]);
  });

  test("is due now, even if the clock counts fractions of a millisecond", () => {
    vi.spyOn(Date, "now").mockReturnValue(1_700_000_000_000.25);
    const { at, wait } = nextRetry(undefined, { code: "in_doubt", reason: "reset" });
    expect([wait, at - Date.now()]).toEqual([0, 0]);
  });

  test("needs no timer", async () => {
    await delay(0, new AbortController().signal);
    expect(vi.getTimerCount()).toBe(0);
  });
});
