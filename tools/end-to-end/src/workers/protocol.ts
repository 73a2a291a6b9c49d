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

/** What a worker process says. */
export type WorkerMessage =
  | { readonly kind: "ready" }
  | { readonly kind: "refreshed" }
  | { readonly kind: "failed"; readonly error: Failure }
  | { readonly kind: "done"; readonly failures: readonly string[] };

export function isWorkerMessage(value: unknown): value is WorkerMessage {
  return typeof value === "object" && value !== null && "kind" in value;
}
