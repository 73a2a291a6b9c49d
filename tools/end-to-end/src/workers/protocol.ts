import type { TokenErrorCode, TokenErrorKind } from "@refresh-once/core";
import type { ClientName, Target } from "../scenario/index.ts";

/** What a worker process is to do; it travels as JSON. */
export interface Job {
  readonly target: Target;
  /** Of the token file that all share. */
  readonly path: string;
  readonly seed: { readonly refreshToken: string };
  readonly client: ClientName;
}

export function isJob(value: unknown): value is Job {
  return typeof value === "object" && value !== null && "target" in value && "path" in value;
}

/** What a worker tells of a `TokenError`. */
interface Failure {
  readonly code: TokenErrorCode;
  readonly kind: TokenErrorKind;
}

/** What a process says that refreshes. */
export type RefreshMessage =
  | { readonly kind: "refreshed" }
  | { readonly kind: "failed"; readonly error: Failure };

export function isRefreshMessage(value: unknown): value is RefreshMessage {
  return typeof value === "object" && value !== null && "kind" in value;
}

/** What a process is told that makes requests: how many at once. */
export function isSize(value: unknown): value is number {
  return typeof value === "number";
}

/** What it answers: why requests failed. */
export function isFailures(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((failure) => typeof failure === "string");
}
