import { isTokenError } from "@refresh-once/core";
import { expect, vi } from "vitest";
import { openAuthorizedLab, provider } from "../authorized-lab.ts";
import type { Case } from "../case.ts";

const refreshDeadline = 500;

/** A token endpoint that takes the call and does not answer. */
export const refreshDeadlineCases: readonly Case[] = [
  {
    property: "P4",
    title: "the token endpoint hangs",
    wanted: "each caller has a timeout at the deadline, its own abort at once; then it works again",
    async check(adapter) {
      await using lab = await openAuthorizedLab(adapter, { refreshDeadline });
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
      await vi.waitUntil(() => lab.counters().unauthorized === 6, { interval: 1 });
      await vi.waitUntil(() => lab.counters().tokenRequests === 1, { interval: 1 });
      controller.abort();
      expect(adapter.isAbort(await aborted, signal)).toBe(true);
      await Promise.all(callers);
      expect(late.aborted).toBe(false);
      expect(settled).toEqual(["aborted", ...Array(5).fill("timeout")]);
      expect(await lab.request()).toMatchObject({ status: 200 });
      expect(lab.counters()).toMatchObject({ tokenRequests: 2, refreshes: 1, reuses: 0 });
    },
  },
];
