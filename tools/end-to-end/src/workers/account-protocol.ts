import type { TokenErrorCode, TokenErrorKind } from "@refresh-once/core";
import type { Target } from "../scenario/index.ts";

/** One account as one process has it; it travels as JSON. */
export interface AccountJob {
  readonly target: Target;
  /** Of the token file that all share. */
  readonly path: string;
  readonly seed: { readonly refreshToken: string };
  readonly refreshDeadline?: number;
  /** What is closed on a signal. */
  readonly kept: "in a manager" | "in a pool";
}

export function isAccountJob(value: unknown): value is AccountJob {
  return typeof value === "object" && value !== null && "target" in value && "kept" in value;
}

/** What a process is told. */
export type AccountOrder =
  /** Asks so many times at once. */
  | { readonly do: "get" | "renew"; readonly times: number }
  | { readonly do: "set"; readonly refreshToken: string };

export function isAccountOrder(value: unknown): value is AccountOrder {
  return typeof value === "object" && value !== null && "do" in value;
}

/** How one call ended. */
export interface CallOutcome {
  readonly accessToken?: string;
  readonly code?: TokenErrorCode;
  readonly kind?: TokenErrorKind;
  readonly message?: string;
  readonly retryAt?: number | undefined;
}

/** What a process answers: how each of the calls ended. */
export function isCallOutcomes(value: unknown): value is readonly CallOutcome[] {
  return Array.isArray(value);
}
