import type { TokenErrorKind } from "@refresh-once/core";
import type { Sender, Sent } from "../server/refresh-call.ts";

/** A request that did not end with a 200; times are epoch ms. */
export interface FailedRequest {
  readonly account: string;
  readonly client: string;
  /** The code of a `TokenError`, else a status or the name of an error. */
  readonly code: string;
  /** Of a `TokenError`. */
  readonly kind?: TokenErrorKind;
  readonly detail: string;
  readonly begunAt: number;
  readonly endedAt: number;
}

/** What a worker has measured since it last said so, ms. */
export interface Progress {
  /** How long each request took. */
  readonly durations: readonly number[];
  /** How long it waited for each refresh of another process. */
  readonly waits: readonly number[];
}

/** What a worker tells. */
export type WorkerMessage =
  | { readonly kind: "ready" }
  | ({ readonly kind: "progress" } & Progress)
  | { readonly kind: "failed"; readonly request: FailedRequest }
  /** A request to the token endpoint begins. */
  | { readonly kind: "sending"; readonly sender: Sender; readonly begunAt: number }
  | { readonly kind: "sent"; readonly sent: Sent }
  /** The answer to a refresh of its own is in the token file. */
  | { readonly kind: "stored"; readonly sender: Sender }
  | { readonly kind: "loggedIn" }
  /** Its last word, when all its requests have been answered. */
  | { readonly kind: "finished" };

const kinds: readonly unknown[] = [
  "ready",
  "progress",
  "failed",
  "sending",
  "sent",
  "stored",
  "loggedIn",
  "finished",
] satisfies WorkerMessage["kind"][];

/** Whether a value from another process is a worker's message. */
export function isWorkerMessage(value: unknown): value is WorkerMessage {
  return (
    typeof value === "object" && value !== null && "kind" in value && kinds.includes(value.kind)
  );
}
