import type { StorePlace } from "./store-place.ts";

/** What a process of the herd is started with; it travels as JSON. */
export interface HerdJob {
  readonly tokenUrl: string;
  readonly place: StorePlace;
  /** How many; see `accountName`. */
  readonly accounts: number;
  readonly isPooled: boolean;
  readonly concurrency?: number | undefined;
}

export function isHerdJob(value: unknown): value is HerdJob {
  return typeof value === "object" && value !== null && "place" in value && "accounts" in value;
}

/** What a process is told: to ask for all accounts, and to give up those that have no new tokens yet. */
export type HerdOrder = "ask" | "stop";

export function isHerdOrder(value: unknown): value is HerdOrder {
  return value === "ask" || value === "stop";
}

/** What a process needed, in bytes. */
export interface MemoryUse {
  /** The live heap before anybody asked: the managers, and all else that a process has. */
  readonly idle: number;
  /** The largest live heap that was seen while callers waited. */
  readonly waiting: number;
  /** The largest resident set. */
  readonly resident: number;
}

/** How it went in one process. */
export interface HerdOutcome {
  /** How many accounts have new tokens. */
  readonly renewed: number;
  /** How many accounts need a new login. */
  readonly loggedOut: number;
  /** How often calls failed, by code. */
  readonly failed: Readonly<Record<string, number>>;
  readonly memory: MemoryUse;
}

/** What a process tells. */
export type HerdMessage =
  | { readonly kind: "ready" }
  | { readonly kind: "finished"; readonly outcome: HerdOutcome };

export function isHerdMessage(value: unknown): value is HerdMessage {
  if (typeof value !== "object" || value === null || !("kind" in value)) return false;
  return value.kind === "ready" || (value.kind === "finished" && "outcome" in value);
}
