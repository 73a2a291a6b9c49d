import type { TokenErrorCode } from "@refresh-once/core";
import type { Database } from "@refresh-once/end-to-end/databases";
import type { Target } from "@refresh-once/end-to-end/scenario";

/** What a machine is given; it travels as JSON. */
export interface Job {
  readonly target: Target;
  readonly database: Database;
  /** Of the account, in the database. */
  readonly key: string;
  readonly seed: { readonly refreshToken: string };
  /** In ms. */
  readonly refreshDeadline: number;
  /** By how much its clock is fast, ms. */
  readonly clockAhead: number;
}

export function isJob(value: unknown): value is Job {
  return (
    typeof value === "object" && value !== null && "database" in value && "clockAhead" in value
  );
}

/** What a machine can be told to do: use its tokens once, or ask for others in place of those. */
export type Command = "get" | "renew";

export function isCommand(value: unknown): value is Command {
  return value === "get" || value === "renew";
}

/** What a machine answers to a command. */
export type Answer =
  | { readonly kind: "tokens"; readonly accessToken: string }
  | { readonly kind: "failed"; readonly code: TokenErrorCode };

export function isAnswer(value: unknown): value is Answer {
  return typeof value === "object" && value !== null && "kind" in value;
}
