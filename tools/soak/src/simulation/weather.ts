import type { CallFault, OperationFault, What } from "./plan.ts";

/** What may go wrong in a schedule. */
export interface Weather {
  readonly operations: readonly OperationFault[];
  readonly calls: readonly CallFault[];
  readonly troubles: readonly Exclude<What["kind"], "get" | "fresh" | "renew" | "cool" | "login">[];
  /** How many of eight users of a process log in. */
  readonly logins: number;
  /** Whether operations and answers may take longer than anybody waits for them. */
  readonly isSlow: boolean;
}

const calm: Weather = { operations: [], calls: [], troubles: [], logins: 2, isSlow: false };

const operations: Weather["operations"] = ["fails", "unanswered", "hangs", "stolen"];

const calls: Weather["calls"] = [
  "unreachable",
  "busy",
  "trouble",
  "rejected",
  "gateway",
  "broken",
  "lost",
  "garbage",
  "half",
  "silent",
];

/**
 * Calm, in which nobody may fail; one sort of trouble, in which only what it explains may fail; and all
 * of them. A clock is not set while a machine sleeps: no clock could tell how long that was.
 */
export const weathers: readonly (Weather & { readonly weight: number })[] = [
  { ...calm, weight: 1 },
  { ...calm, weight: 3, logins: 3, isSlow: true },
  { ...calm, weight: 1, calls: ["lost"] },
  { ...calm, weight: 2, calls: ["unreachable", "busy", "trouble", "broken"], isSlow: true },
  { ...calm, weight: 1, calls, isSlow: true },
  { ...calm, weight: 1, operations, isSlow: true },
  { ...calm, weight: 3, troubles: ["crash"], logins: 1 },
  { ...calm, weight: 2, calls: ["busy"], troubles: ["suspend", "sleep"], isSlow: true },
  { ...calm, weight: 2, troubles: ["suspend", "clock"], isSlow: true },
  { ...calm, weight: 2, troubles: ["gone back"] },
  { ...calm, weight: 2, troubles: ["begun anew"], isSlow: true },
  { ...calm, weight: 2, troubles: ["gone back", "begun anew", "crash"], isSlow: true },
  {
    ...calm,
    weight: 3,
    operations,
    calls,
    troubles: ["clear", "revoked", "crash", "suspend", "gone back", "begun anew"],
    isSlow: true,
  },
];
