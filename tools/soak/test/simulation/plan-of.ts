import type { Happening, Plan, What } from "../../src/simulation/plan.ts";

/** What a fixed example says; the rest is ordinary. */
interface Example extends Omit<Partial<Plan>, "happenings" | "processes" | "store"> {
  readonly processes?: readonly Partial<Plan["processes"][number]>[];
  readonly store?: Partial<Plan["store"]>;
  readonly happenings: readonly Happening[];
}

const ordinaryStore = {
  tells: false,
  seesDeath: false,
  extends: true,
  readsAndClaims: false,
  journals: false,
  losesUnderway: false,
} as const;

const ordinary = { startsAt: 0, clockAhead: 0, refreshAhead: false, seed: 0 } as const;

/** Two processes, and whatever the example says. */
export function planOf({ processes = [{}, {}], store, ...example }: Example): Plan {
  return {
    operations: [],
    calls: [],
    store: { ...ordinaryStore, ...store },
    server: { grace: 0 },
    processes: processes.map((process) => ({ ...ordinary, ...process })),
    ...example,
  };
}

/** So many ms after what was before, to a process. */
export function after(ms: number, process: number, what: What): Happening {
  return { after: ms, process, what };
}
