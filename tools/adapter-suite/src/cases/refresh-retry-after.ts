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
    wanted: "the request waits for that time, and succeeds",
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
    wanted:
      "a `transient` error at once, with the time of the next try; before that time, all processes together send at most one more request; later it works",
    check: (adapter) =>
      withFakeClock(async () => {
        await using lab = await openAuthorizedLab(adapter);
        lab.server.fault(provider, { kind: "status", status, retryAfter: 60 }, 2);
        const retryAt = Date.now() + 60_000;
        for (const { request } of [lab, lab, lab, lab.join()]) {
          const error = await request().catch((thrown: unknown) => thrown);
          expect(error).toMatchObject({ code: "unavailable", kind: "transient", retryAt });
        }
        expect(lab.counters().tokenRequests).toBe(2);
        vi.setSystemTime(retryAt);
        expect(await lab.request()).toMatchObject({ status: 200 });
        expect(lab.counters()).toMatchObject({ tokenRequests: 3, refreshes: 1 });
      }),
  },
]);
