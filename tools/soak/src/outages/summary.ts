import { countIn } from "../counts.ts";
import type { Cycle } from "./cycle.ts";
import { type OutageKind, outageKinds } from "./kinds.ts";

/** What came of all outages of one kind, and of the time after each. */
export interface Summary {
  readonly kind: OutageKind;
  readonly outages: number;
  readonly refreshes: number;
  /** Requests to the token endpoint, whether they reached it or not, by their statuses or errors. */
  readonly sends: ReadonlyMap<string, number>;
  /** Failed calls by code. */
  readonly failed: ReadonlyMap<string, number>;
  /** How long after an outage the last account was refreshed at the latest, ms. */
  readonly backWithin: number;
  readonly lost: number;
}

/** Of each kind that there was. */
export function summarize(cycles: readonly Cycle[]): readonly Summary[] {
  const kinds = outageKinds.filter((kind) => cycles.some((cycle) => cycle.kind === kind));
  return kinds.map((kind) =>
    summaryOf(
      kind,
      cycles.filter((cycle) => cycle.kind === kind),
    ),
  );
}

function summaryOf(kind: OutageKind, cycles: readonly Cycle[]): Summary {
  return {
    kind,
    outages: cycles.length,
    refreshes: cycles.reduce((total, { refreshes }) => total + refreshes, 0),
    sends: added(cycles.map(({ outcomes }) => outcomes)),
    failed: added(cycles.map(({ failed }) => failed)),
    backWithin: Math.max(...cycles.map(({ backWithin }) => backWithin)),
    lost: cycles.reduce((total, { lost }) => total + lost.size, 0),
  };
}

function added(counts: readonly ReadonlyMap<string, number>[]): ReadonlyMap<string, number> {
  const total = new Map<string, number>();
  for (const [name, count] of counts.flatMap((each) => [...each])) {
    countIn(total, name, count);
  }
  return total;
}
