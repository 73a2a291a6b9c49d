import { setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeEach, expect, vi } from "vitest";
import { isTokenError } from "../src/index.ts";

const longestTimer = 2 ** 31 - 1;

/** Stops the clock, which only `settled` advances. A timer with an invalid length fails the test. */
export function useStoppedClock(): void {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    // A spy on a faked timer would put that timer back later.
    vi.restoreAllMocks();
    vi.useRealTimers();
  });
}

/** Checks that each timer has a valid length. */
export function watchTimers(): () => void {
  const timers = vi.spyOn(globalThis, "setTimeout");
  return () => {
    for (const [, ms] of timers.mock.calls) expect(ms).toBeLessThanOrEqual(longestTimer);
    timers.mockRestore();
  };
}

/** Advances the clock until all calls have settled, and returns their results. */
export async function settled(calls: Promise<unknown>[]): Promise<PromiseSettledResult<unknown>[]> {
  let outcomes: PromiseSettledResult<unknown>[] | undefined;
  Promise.allSettled(calls).then((all) => {
    outcomes = all;
  });
  for (let rounds = 0; !outcomes && rounds < 40; rounds++) {
    await vi.advanceTimersByTimeAsync(rounds < 5 ? 50 : 2_000);
    await turn();
  }
  if (!outcomes) throw new Error("not everybody is answered");
  return outcomes;
}

/** Checks that a value is a typed error, not an exception of other code. */
export function expectTyped(outcome: PromiseSettledResult<unknown>): void {
  if (outcome.status === "fulfilled") return;
  const { reason } = outcome;
  if (!isTokenError(reason)) throw reason;
  expect(reason.kind).toMatch(/^(terminal|in_doubt|transient|store|misuse)$/);
  expect(reason.message).toBeTypeOf("string");
}
