import { countIn } from "../counts.ts";
import type { Families } from "./families.ts";
import type { HerdOutcome, MemoryUse } from "./protocol.ts";
import type { HerdSettings } from "./settings.ts";
import type { SlowEndpoint } from "./slow-endpoint.ts";

/** How it went in all processes, and at the token endpoint. */
export interface HerdResult {
  readonly settings: HerdSettings;
  readonly seconds: number;
  readonly refreshes: number;
  /** How many accounts were refreshed exactly once. */
  readonly refreshedOnce: number;
  readonly reuses: number;
  readonly revoked: number;
  readonly mostConnections: number;
  readonly repliesLost: number;
  /** How many processes ended before their last message. */
  readonly died: number;
  /** Accounts without new tokens, in all processes. */
  readonly missing: number;
  /** How often calls failed, by code. */
  readonly failed: Readonly<Record<string, number>>;
  /** The most that a process needed. */
  readonly memory: MemoryUse;
}

/** What a result is made of. */
export interface HerdParts {
  readonly settings: HerdSettings;
  readonly seconds: number;
  readonly families: Families;
  readonly endpoint: SlowEndpoint;
  readonly outcomes: readonly HerdOutcome[];
}

export function resultOf({
  settings,
  seconds,
  families,
  endpoint,
  outcomes,
}: HerdParts): HerdResult {
  const { accounts, processes } = settings;
  const { refreshes, refreshedOnce, reuses, revoked } = families;
  const { mostConnections, repliesLost } = endpoint;
  const renewed = outcomes.reduce((total, outcome) => total + outcome.renewed, 0);
  return {
    settings,
    seconds,
    refreshes,
    refreshedOnce,
    reuses,
    revoked,
    mostConnections,
    repliesLost,
    died: processes - outcomes.length,
    missing: accounts * processes - renewed,
    failed: failuresOf(outcomes),
    memory: mostOf(outcomes),
  };
}

function failuresOf(outcomes: readonly HerdOutcome[]): Readonly<Record<string, number>> {
  const all = new Map<string, number>();
  for (const { failed } of outcomes) {
    for (const [code, count] of Object.entries(failed)) countIn(all, code, count);
  }
  return Object.fromEntries(all);
}

function mostOf(outcomes: readonly HerdOutcome[]): MemoryUse {
  const most = (of: (memory: MemoryUse) => number) =>
    Math.max(0, ...outcomes.map(({ memory }) => of(memory)));
  return {
    idle: most(({ idle }) => idle),
    waiting: most(({ waiting }) => waiting),
    resident: most(({ resident }) => resident),
  };
}
