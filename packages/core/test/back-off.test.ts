import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { isDue, nextRetry, type RetryableFailure } from "../src/store/back-off.ts";
import { afterNoAnswer } from "../src/store/next-record.ts";
import type { Retry, TokenRecord } from "../src/store.ts";

/** The waits after repeated failures, in ms. */
function waitsOf(failure: RetryableFailure, times: number): number[] {
  const waits: number[] = [];
  let retry: Retry | undefined;
  for (let time = 0; time < times; time++) {
    retry = nextRetry(retry, failure);
    waits.push(retry.wait);
  }
  return waits;
}

describe("P1: the wait before a refresh token is sent again", () => {
  beforeEach(() => void vi.useFakeTimers({ now: 1_700_000_000_000 }));
  afterEach(() => void vi.useRealTimers());

  test.each([
    ["in_doubt", [0, 1, 2, 4, 8, 16, 32, 60, 60]],
    ["unavailable", [1, 2, 4, 8, 16, 32, 60, 60]],
    ["invalid_response", [1, 2, 4, 8, 16, 32, 60, 60]],
    ["invalid_grant", [60, 120, 240, 480, 960, 1920, 3600, 3600]],
  ] as const)("grows after %s", (code, seconds) => {
    const waits = waitsOf({ code, reason: "x" }, seconds.length);
    expect(waits).toEqual(seconds.map((second) => second * 1_000));
  });

  test("is short while the provider still accepts a used refresh token", () => {
    const failure = { code: "in_doubt", reason: "x" } as const;
    const waitsWithin = (graceWindow: number) => {
      let record: TokenRecord = { revision: 1, obtainedAt: 0 };
      return Array.from({ length: 8 }, () => {
        record = afterNoAnswer(record, failure, graceWindow);
        return (record.retry?.wait ?? 0) / 1_000;
      });
    };
    expect(waitsWithin(30_000)).toEqual([0, 1, 2, 4, 7.5, 7.5, 15, 30]);
    expect(waitsWithin(1_000)).toEqual([0, 1, 1, 1, 1, 1, 2, 4]);
    expect(waitsWithin(Infinity)).toEqual([0, 1, 2, 4, 8, 16, 32, 60]);
  });

  test("starts again after a different failure", () => {
    const weak = nextRetry(undefined, { code: "invalid_grant", reason: "status 401" });
    expect(nextRetry(weak, { code: "in_doubt", reason: "reset" }).wait).toBe(0);
  });

  test("is longer by a random part of up to a fifth, and never shorter", () => {
    const spread = Array.from({ length: 200 }, () => {
      const { at, wait } = nextRetry(undefined, { code: "unavailable", reason: "x" });
      return (at - Date.now()) / wait;
    });
    expect(Math.min(...spread)).toBeGreaterThanOrEqual(1);
    expect(Math.max(...spread)).toBeLessThanOrEqual(1.2);
    expect(new Set(spread).size).toBeGreaterThan(100);
  });

  test("is as long as the provider asks for, up to an hour", () => {
    const asked = (ms: number) =>
      nextRetry(undefined, { code: "unavailable", reason: "x", retryAt: Date.now() + ms });
    expect(asked(90_000).at).toBe(Date.now() + 90_000);
    expect(asked(1e9).at).toBe(Date.now() + 3_600_000);
    expect(asked(-1e9).wait).toBe(1_000);
  });

  test("ends on time, and at once if the clock of another machine has made it longer than its full length", () => {
    const retry = nextRetry(undefined, { code: "unavailable", reason: "x" });
    expect(isDue(retry)).toBe(false);
    vi.setSystemTime(Date.now() + 1_200);
    expect(isDue(retry)).toBe(true);
    vi.setSystemTime(Date.now() - 3_600_000);
    expect(isDue(retry)).toBe(true);
  });
});
