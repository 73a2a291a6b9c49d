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

/** What a process is told; it travels as JSON. */
export type AccountOrder =
  /** Asks so many times at once. */
  | { readonly do: "get" | "renew"; readonly times: number }
  | { readonly do: "set"; readonly refreshToken: string };

/** How one call ended. */
export interface CallOutcome {
  readonly accessToken?: string;
  readonly code?: TokenErrorCode;
  readonly kind?: TokenErrorKind;
  readonly message?: string;
  readonly retryAt?: number | undefined;
}

/** What a process says: that it listens, then one answer an order, in turn. */
export type AccountMessage =
  | { readonly kind: "ready" }
  | { readonly kind: "done"; readonly outcomes: readonly CallOutcome[] };

export function isAccountMessage(value: unknown): value is AccountMessage {
  return typeof value === "object" && value !== null && "kind" in value;
}
