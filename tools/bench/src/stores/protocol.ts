import type { Database } from "@refresh-once/end-to-end/databases";
import type { Target } from "@refresh-once/end-to-end/scenario";

/** One account of a bench. */
export interface BenchAccount {
  readonly key: string;
  readonly refreshToken: string;
}

/** What a process of a bench is given; it travels as JSON. */
export interface Job {
  readonly target: Target;
  readonly database: Database;
  readonly accounts: readonly BenchAccount[];
}

export function isJob(value: unknown): value is Job {
  return typeof value === "object" && value !== null && "database" in value && "accounts" in value;
}

/**
 * What it can be told to do: get other tokens for all accounts than it has; or the writes alone that
 * this takes, for its share of the accounts.
 */
export type Command =
  | { readonly kind: "renew" }
  | { readonly kind: "write"; readonly keys: readonly string[] };

export function isCommand(value: unknown): value is Command {
  return typeof value === "object" && value !== null && "kind" in value;
}

/** How that went; times are ms of the one clock that all processes of a machine share. */
export interface Done {
  readonly at: number;
  /** When its last commit was through; absent where it made none. */
  readonly committedAt?: number;
  readonly refreshes: number;
}

export function isDone(value: unknown): value is Done {
  return typeof value === "object" && value !== null && "refreshes" in value;
}
