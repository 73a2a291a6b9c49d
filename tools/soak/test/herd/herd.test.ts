import { hasRedis } from "@refresh-once/servers";
import { expect, it } from "vitest";
import { formatHerd } from "../../src/herd/herd-report.ts";
import type { HerdSettings } from "../../src/herd/settings.ts";
import { soakHerd } from "../../src/herd/soak-herd.ts";

const never = new AbortController().signal;

const settings: HerdSettings = {
  // More than the two processes may refresh at the same time; the long form is `npm run soak -- --herd`.
  accounts: 80,
  processes: 2,
  rate: 300,
  store: "redis",
  isPooled: true,
  // Only so that the test ends if an account gets no tokens at all.
  patience: 300_000,
};

it.skipIf(!hasRedis())(
  "P1: a herd is led: each account is refreshed once, 32 at a time",
  async () => {
    const lines: string[] = [];
    const result = await soakHerd(settings, (line) => lines.push(line), never);
    const log = [...lines, formatHerd(result)].join("\n");
    const { refreshes, refreshedOnce, reuses, revoked, missing, died, mostConnections } = result;
    expect({ refreshes, refreshedOnce, reuses, revoked, missing, died }, log).toEqual({
      refreshes: settings.accounts,
      refreshedOnce: settings.accounts,
      reuses: 0,
      revoked: 0,
      missing: 0,
      died: 0,
    });
    // One connection more for each process: one that has just ended may still be counted.
    expect(mostConnections, log).toBeLessThanOrEqual(2 * 33);
  },
);
