import { expect, test } from "vitest";
import { check } from "../../src/simulation/check.ts";
import type { OperationFault, Plan } from "../../src/simulation/plan.ts";
import { run } from "../../src/simulation/run.ts";
import { after, planOf } from "./plan-of.ts";

/** A store operation; at once, where nothing is said. */
function operation(there = 0, back = 0, fault?: OperationFault) {
  return { there, back, fault };
}

/** Schedules under which core was wrong once, as small as they could be made. */
const found: Readonly<Record<string, Plan>> = {
  "P10: who asks while the same process logs in is not told to log in": planOf({
    happenings: [
      after(0, 1, { kind: "login", isBusy: false }),
      after(0, 1, { kind: "get" }),
      after(1, 0, { kind: "login", isBusy: false }),
    ],
    operations: [
      operation(0, 1),
      operation(),
      operation(),
      operation(),
      operation(1, 0),
      operation(0, 8),
    ],
    calls: [{ there: 2, back: 0, heedsSignal: false }],
    store: { tells: true, seesDeath: false, extends: true },
  }),
  "P10: nor is who asks while another process takes over and logs in": planOf({
    happenings: [after(0, 0, { kind: "get" }), after(1, 1, { kind: "login", isBusy: false })],
    operations: [operation(), operation(0, 0, "stolen")],
  }),
  "P10: nor is who has waited for a save that a login has overtaken": planOf({
    happenings: [
      after(0, 0, { kind: "get" }),
      after(1_173, 0, { kind: "get" }),
      after(0, 1, { kind: "login", isBusy: false }),
    ],
    operations: [operation(), operation(), operation(1_170, 0), operation(6, 826)],
  }),
  "P3: a slow look at the store is not taken for a store that has gone back": planOf({
    happenings: [
      after(0, 0, { kind: "login", isBusy: false }),
      after(7, 0, { kind: "login", isBusy: false }),
      after(0, 0, { kind: "get" }),
      after(0, 1, { kind: "get" }),
    ],
    operations: [operation(0, 1_007), operation(133, 867)],
  }),
  "P2: tokens are saved although the store once gave no answer, and nobody asks": planOf({
    happenings: [after(0, 0, { kind: "get" })],
    operations: [operation(), operation(), operation(0, 0, "hangs")],
  }),
  "P6: callers that give up while the lease is restarted spend nothing": planOf({
    happenings: [
      after(0, 1, { kind: "get" }),
      after(1, 1, { kind: "clock", by: -6_002 }),
      after(0, 0, { kind: "cool" }),
    ],
    operations: [operation(), operation(0, 1), operation(6, 994)],
  }),
  "P6: saving what came late spends nothing": planOf({
    happenings: [after(0, 0, { kind: "get" })],
    operations: [operation(), operation(), operation(210, 9)],
    calls: [{ there: 22, back: 759, heedsSignal: false }],
    server: { grace: 0, lifetime: 1_000 },
  }),
  "P2: tokens that come too late do not push out newer ones that are not saved yet": planOf({
    happenings: [
      after(0, 0, { kind: "get" }),
      after(1_100, 0, { kind: "login", isBusy: false }),
      after(800, 0, { kind: "get" }),
    ],
    operations: [...Array.from({ length: 8 }, () => operation(1, 1)), operation(1, 1, "fails")],
    calls: [{ there: 5, back: 2_000, heedsSignal: false }],
  }),
  "P1: a crash while a new seed is spent leaves a doubt about that seed, not about another token":
    planOf({
      processes: [{ seed: 1 }, {}],
      happenings: [
        after(0, 0, { kind: "get" }),
        after(15, 0, { kind: "crash", restartAfter: 0 }),
        after(1, 0, { kind: "get" }),
        after(5, 0, { kind: "crash", restartAfter: 0 }),
        after(0, 1, { kind: "get" }),
      ],
      server: { grace: 0, lifetime: 3_000 },
    }),
  "P1: a claim whose lease cannot be extended is not kept for longer than its own lease": planOf({
    happenings: [
      after(0, 0, { kind: "login", isBusy: true }),
      after(2, 0, { kind: "sleep", ms: 0, readsFirst: false }),
      after(0, 0, { kind: "sleep", ms: 6_002, readsFirst: false }),
      after(0, 0, { kind: "get" }),
    ],
    operations: [operation(), operation(0, 1), operation(3), operation()],
    store: { tells: false, seesDeath: false, extends: false },
  }),
  "P1: a login does not use a claim that is being released": planOf({
    processes: [{}, {}, { refreshAhead: true }, {}],
    happenings: [
      after(0, 2, { kind: "get" }),
      after(0, 0, { kind: "get" }),
      after(3_895, 0, { kind: "get" }),
      after(0, 2, { kind: "login", isBusy: false }),
      after(0, 0, { kind: "get" }),
    ],
    operations: [
      operation(11),
      operation(),
      operation(),
      operation(),
      operation(977),
      operation(0, 72),
      operation(5, 6),
    ],
    server: { grace: 0, lifetime: 3_000 },
  }),
  "P1: a cool-down does not hide that a process ended in mid-refresh": planOf({
    processes: [{ refreshAhead: true }, {}],
    happenings: [
      after(0, 0, { kind: "get" }),
      after(0, 1, { kind: "get" }),
      after(18, 1, { kind: "renew" }),
      after(5, 1, { kind: "crash", restartAfter: 0 }),
      after(0, 0, { kind: "cool" }),
    ],
    store: { tells: true, seesDeath: true },
    server: { grace: 0, lifetime: 3_000 },
  }),
  "P3: a slow look at a store that is then begun anew does not bring back what was in it": planOf({
    happenings: [
      after(0, 0, { kind: "get" }),
      after(6, 0, { kind: "get" }),
      after(4, 1, { kind: "login", isBusy: true }),
      after(1, 0, { kind: "begun anew" }),
      after(0, 0, { kind: "get" }),
    ],
    operations: [operation(), operation(), operation(), operation(0, 7)],
  }),
  "P2: nor does it keep a process from storing what it receives": planOf({
    happenings: [
      after(0, 0, { kind: "login", isBusy: false }),
      after(995, 1, { kind: "get" }),
      after(0, 0, { kind: "login", isBusy: true }),
      after(1, 0, { kind: "gone back", by: 1 }),
    ],
    operations: [
      operation(0, 985),
      operation(8, 2),
      operation(0, 5),
      operation(),
      operation(0, 12),
    ],
  }),
  "P9: a logout that the store has lost does not hide a refusal that comes later": planOf({
    happenings: [
      after(0, 1, { kind: "clear" }),
      after(0, 0, { kind: "clear" }),
      after(722, 0, { kind: "get" }),
      after(1, 0, { kind: "gone back", by: 1 }),
    ],
    operations: [operation(), operation(722, 276)],
    calls: [{ there: 0, back: 0, fault: "silent", heedsSignal: false }],
  }),
};

test.each(Object.entries(found))("%s", async (_, plan) => {
  const history = await run(plan);
  expect(() => check(history)).not.toThrow();
});
