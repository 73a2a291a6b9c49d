import { isTally, type Tally } from "./tally.ts";

/** What a worker is told. */
export type Order = "start" | "stop";

export function isOrder(value: unknown): value is Order {
  return value === "start" || value === "stop";
}

/** What a worker tells. */
export type WorkerMessage =
  /** It has loaded everything and waits for its start. */
  | { readonly kind: "ready" }
  /** So far; `finished` is its last word, when all its requests have been answered. */
  | { readonly kind: "progress" | "finished"; readonly tallies: readonly Tally[] };

/** Whether a value from another process is a worker's message. */
export function isWorkerMessage(value: unknown): value is WorkerMessage {
  if (typeof value !== "object" || value === null || !("kind" in value)) return false;
  if (value.kind === "ready") return true;
  if (value.kind !== "progress" && value.kind !== "finished") return false;
  return "tallies" in value && Array.isArray(value.tallies) && value.tallies.every(isTally);
}
