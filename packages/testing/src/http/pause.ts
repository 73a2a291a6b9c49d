import { setTimeout } from "node:timers/promises";

/** Waits for a number of milliseconds. Rejects if the server is closed meanwhile. */
export async function pause(ms: number, closing: AbortSignal): Promise<void> {
  if (ms > 0) await setTimeout(ms, undefined, { signal: closing });
}
