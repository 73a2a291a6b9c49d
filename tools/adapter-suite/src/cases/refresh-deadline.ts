import { isTokenError } from "@refresh-once/core";
import { expect, vi } from "vitest";
import { openAuthorizedLab, provider } from "../authorized-lab.ts";
import type { Case } from "../case.ts";
import { gate } from "../refresh-gate.ts";
import { untilInTime } from "../until-in-time.ts";

/** The shortest that is tried, ms. */
const shortest = 500;

/** A token endpoint that takes the call and does not answer, or answers late. */
export const refreshDeadlineCases: readonly Case[] = [
  {
    property: "P4",
    title: "the token endpoint hangs",
    wanted:
      "each caller gets a `timeout` at its deadline, or its own abort at once; later it works again",
    check: (adapter) =>
      untilInTime(shortest, async (refreshDeadline) => {
        // The request outlives its callers, and is given up later.
        const options = { refreshDeadline, sendDeadline: 2 * refreshDeadline };
        await using lab = await openAuthorizedLab(adapter, options);
        lab.server.fault(provider, { kind: "hang" });
        const settled: string[] = [];
        const late = AbortSignal.timeout(3 * refreshDeadline);
        const callers = Array.from({ length: 5 }, () =>
          lab
            .request()
            .catch((error: unknown) => settled.push(isTokenError(error) ? error.code : "")),
        );
        const controller = new AbortController();
        const { signal } = controller;
        const aborted = lab.request(signal).catch((error: unknown) => {
          settled.push("aborted");
          return error;
        });
        const { counters } = lab;
        const isHanging = () => counters().unauthorized === 6 && counters().tokenRequests === 1;
        await vi.waitUntil(() => isHanging() || settled.length > 0, { interval: 1 });
        if (settled.length > 0) return "too late";
        controller.abort();
        expect(adapter.isAbort(await aborted, signal)).toBe(true);
        await Promise.all(callers);
        if (late.aborted) return "too late";
        expect(settled).toEqual(["aborted", ...Array(5).fill("timeout")]);
        for (;;) {
          const answer = await lab.request().catch(() => undefined);
          if (answer?.status === 200) break;
        }
        expect(lab.counters()).toMatchObject({ tokenRequests: 2, refreshes: 1, reuses: 0 });
        return "checked";
      }),
  },
  {
    property: "P1",
    title: "the token endpoint answers after the deadline of all callers",
    wanted: "they get a `timeout`; the reply is still stored, and the next request uses it",
    async check(adapter) {
      const { holdAnswer, open } = gate();
      await using lab = await openAuthorizedLab(adapter, {
        around: holdAnswer,
        refreshDeadline: shortest,
      });
      const failures = await Promise.all(
        Array.from({ length: 5 }, () => lab.request().catch((error: unknown) => error)),
      );
      for (const error of failures) {
        expect(error).toMatchObject({ code: "timeout", kind: "transient" });
      }
      open();
      const stored = async () => (await lab.store.read())?.tokens?.accessToken;
      await expect.poll(stored).toBe(lab.granted[0]?.accessToken);
      expect(await lab.request()).toMatchObject({ status: 200 });
      expect(lab.counters()).toMatchObject({ tokenRequests: 1, refreshes: 1, reuses: 0 });
    },
  },
];
