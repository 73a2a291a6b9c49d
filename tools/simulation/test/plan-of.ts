import type { Happening, Plan, What } from "../src/plan.ts";

/** What a fixed example says; the rest is ordinary. */
interface Example extends Omit<Partial<Plan>, "happenings" | "processes"> {
  readonly processes?: readonly Partial<Plan["processes"][number]>[];
  readonly happenings: readonly Happening[];
}

const ordinary = { startsAt: 0, clockAhead: 0, refreshAhead: false, seed: 0 } as const;

/** Two processes, and whatever the example says. */
export function planOf({ processes = [{}, {}], ...example }: Example): Plan {
  return {
    operations: [],
    calls: [],
    store: { tells: false, seesDeath: false },
    server: { grace: 0 },
    processes: processes.map((process) => ({ ...ordinary, ...process })),
    ...example,
  };
}

/** So many ms after what was before, to a process. */
export function after(ms: number, process: number, what: What): Happening {
  return { after: ms, process, what };
}
