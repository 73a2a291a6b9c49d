import { setTimeout } from "node:timers/promises";

/** Waits some milliseconds. Rejects when `closing` is aborted: then there is nobody to answer. */
export async function pause(ms: number, closing: AbortSignal): Promise<void> {
  if (ms > 0) await setTimeout(ms, undefined, { signal: closing });
}
