import { isTokenError, type RefreshFunction } from "@refresh-once/core";
import { expect, vi } from "vitest";
import { openAuthorizedLab, provider } from "../authorized-lab.ts";
import type { Case } from "../case.ts";

const statuses = [429, 503];

/** The calls of a refresh function, by the clock of the case. */
interface Calls {
  /** Epoch ms. */
  readonly startedAt: readonly number[];
  /** When to try again, by the first failure. */
  readonly retryAt: Promise<number | undefined>;
  readonly around: (grant: RefreshFunction) => RefreshFunction;
}

function watchCalls(): Calls {
  const startedAt: number[] = [];
  let tell: (retryAt: number | undefined) => void = () => {};
  return {
    startedAt,
    retryAt: new Promise((resolve) => {
      tell = resolve;
    }),
    around: (grant) => (current, context) => {
      startedAt.push(Date.now());
      return grant(current, context).catch((error: unknown) => {
        tell(isTokenError(error) ? error.retryAt : undefined);
        throw error;
      });
    },
  };
}

/** The network goes on meanwhile; time does not. */
async function withFakeClock(work: () => Promise<void>): Promise<void> {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date", "performance"] });
  try {
    await work();
  } finally {
    vi.useRealTimers();
  }
}

/** The token endpoint says when to come again. */
export const refreshRetryAfterCases: readonly Case[] = statuses.flatMap((status): Case[] => [
  {
    property: "P10",
    title: `the token endpoint answers ${status} with a Retry-After within the deadline`,
    wanted: "the request waits for it, and succeeds",
    check: (adapter) =>
      withFakeClock(async () => {
        const { startedAt, retryAt, around } = watchCalls();
        await using lab = await openAuthorizedLab(adapter, { around });
        lab.server.fault(provider, { kind: "status", status, retryAfter: 5 });
        const answer = lab.request();
        const wanted = await retryAt;
        await vi.advanceTimersByTimeAsync(5_000);
        expect(await answer).toMatchObject({ status: 200 });
        expect(wanted).toBe((startedAt[0] ?? 0) + 5_000);
        expect(startedAt.slice(1)).toEqual([wanted]);
      }),
  },
  {
    property: "P10",
    title: `the token endpoint answers ${status} with a Retry-After beyond the deadline`,
    wanted: "a transient error at once, which says when; the refresh token stays good",
    async check(adapter) {
      await using lab = await openAuthorizedLab(adapter);
      lab.server.fault(provider, { kind: "status", status, retryAfter: 60 });
      const before = Date.now();
      const error = await lab.request().catch((thrown: unknown) => thrown);
      const after = Date.now();
      expect(error).toMatchObject({ code: "unavailable", kind: "transient" });
      const retryAt = isTokenError(error) ? (error.retryAt ?? 0) : 0;
      expect(retryAt).toBeGreaterThanOrEqual(before + 60_000);
      expect(retryAt).toBeLessThanOrEqual(after + 60_000);
      expect(lab.counters().tokenRequests).toBe(1);
      expect(await lab.request()).toMatchObject({ status: 200 });
    },
  },
]);
