import fc, { type Arbitrary } from "fast-check";
import type {
  CallFate,
  CallFault,
  Happening,
  OperationFate,
  OperationFault,
  Plan,
  ProcessPlan,
  What,
} from "./plan.ts";
import { type Weather, weathers } from "./weather.ts";

/**
 * Plans of every weather. A plan says when things happen, in ms of a virtual clock: leases, deadlines and
 * late answers are about time, and fast-check's own scheduler knows an order alone.
 *
 * They shrink to few, early and ordinary things.
 */
export function plans(): Arbitrary<Plan> {
  return fc.oneof(
    ...weathers.map(({ weight, ...weather }) => ({ weight, arbitrary: plansIn(weather) })),
  );
}

function plansIn(weather: Weather): Arbitrary<Plan> {
  return fc.record({
    processes: fc.array(processes, { minLength: 2, maxLength: 4 }),
    happenings: fc.array(happenings(weather), { minLength: 1, maxLength: 14 }),
    operations: fc.array(operations(weather), { maxLength: 30 }),
    calls: fc.array(calls(weather), { maxLength: 6 }),
    store: fc.record({
      tells: fc.boolean(),
      seesDeath: fc.boolean(),
      extends: mostly(fc.constant(true), fc.constant(false)),
      readsAndClaims: fc.boolean(),
      journals: fc.boolean(),
      losesUnderway: fc.boolean(),
    }),
    server: fc.record({
      grace: fc.constantFrom(0, 0, 2_000),
      lifetime: fc.constantFrom(undefined, undefined, 1_000, 3_000),
    }),
  });
}

const processes: Arbitrary<ProcessPlan> = fc.record({
  startsAt: mostly(fc.constant(0), fc.nat(3_000)),
  clockAhead: mostly(fc.constant(0), fc.integer({ min: -2_500, max: 2_500 })),
  refreshAhead: mostly(fc.constant(false), fc.constant(true)),
  seed: fc.constantFrom(0, 1),
});

const requests: Arbitrary<What> = fc.record({
  kind: fc.constantFrom("get", "renew", "fresh"),
  abortAfter: mostly(fc.constant(undefined), fc.nat(40)),
});

const wishes = mostly(requests, fc.constant<What>({ kind: "cool" }));

/** For longer than anybody waits, or not. */
const slow = fc.oneof(fc.nat(300), fc.nat(3_000));

/** For longer than a lease, or not. */
const away = fc.oneof(fc.nat(500), fc.integer({ min: 5_500, max: 8_000 }));

const troubles = {
  clear: fc.constant<What>({ kind: "clear" }),
  revoked: fc.constant<What>({ kind: "revoked" }),
  crash: fc.record({ kind: fc.constant("crash"), restartAfter: mostly(fc.nat(20), fc.nat(3_000)) }),
  suspend: fc.record({ kind: fc.constant("suspend"), ms: away, readsFirst: fc.boolean() }),
  sleep: fc.record({ kind: fc.constant("sleep"), ms: away, readsFirst: fc.boolean() }),
  "gone back": fc.record({ kind: fc.constant("gone back"), by: fc.integer({ min: 1, max: 5 }) }),
  "begun anew": fc.constant<What>({ kind: "begun anew" }),
  clock: fc.record({ kind: fc.constant("clock"), by: fc.integer({ min: -9_000, max: 9_000 }) }),
} satisfies Record<Weather["troubles"][number], Arbitrary<What>>;

function happenings({ troubles: possible, logins, isSlow }: Weather): Arbitrary<Happening> {
  const share = possible.length > 2 ? 1 : 2;
  const login = fc.record({ kind: fc.constant("login"), isBusy: fc.boolean() });
  const befalls = possible.map((kind) => ({ weight: share, arbitrary: troubles[kind] }));
  return fc.record({
    after: mostly(fc.nat(10), fc.nat(isSlow ? 7_000 : 1_500)),
    process: fc.constantFrom(0, 0, 0, 0, 1, 1, 2, 3),
    what: fc.oneof(
      { weight: 8 - logins, arbitrary: wishes },
      { weight: logins, arbitrary: login },
      ...befalls,
    ),
  });
}

function operations({ operations: faults, isSlow }: Weather): Arbitrary<OperationFate> {
  const delay = isSlow ? mostly(fc.nat(8), slow, 4) : mostly(fc.nat(8), fc.nat(45));
  return fc.record({ there: delay, back: delay, fault: sometimes<OperationFault>(faults) });
}

function calls({ calls: faults, isSlow }: Weather): Arbitrary<CallFate> {
  const delay = isSlow ? mostly(fc.nat(100), fc.nat(3_000)) : fc.nat(100);
  const heedsSignal = fc.boolean();
  return fc.record({ there: delay, back: delay, fault: sometimes<CallFault>(faults), heedsSignal });
}

function mostly<T>(ordinary: Arbitrary<T>, special: Arbitrary<T>, weight = 7): Arbitrary<T> {
  return fc.oneof({ weight, arbitrary: ordinary }, { weight: 1, arbitrary: special });
}

function sometimes<T>(faults: readonly T[]): Arbitrary<T | undefined> {
  const none = fc.constant(undefined);
  return faults.length === 0
    ? none
    : fc.oneof(
        { weight: 4, arbitrary: none },
        { weight: 1, arbitrary: fc.constantFrom(...faults) },
      );
}
