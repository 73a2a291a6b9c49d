import type { PresetName } from "@refresh-once/end-to-end/scenario";
import type { Tally } from "./tally.ts";

/** Counts one process's requests to one provider. */
export class Count {
  #tally: Tally;

  constructor(provider: PresetName) {
    this.#tally = { provider, requests: 0, failed: 0, slowest: 0 };
  }

  /** A snapshot. */
  get tally(): Tally {
    return this.#tally;
  }

  /** Makes a request, which resolves with a status, and counts how it ended; never rejects. */
  async measure(request: () => Promise<number>): Promise<void> {
    const begun = performance.now();
    const failure = await request().then(failureIn, describe);
    const took = performance.now() - begun;
    const { provider, requests, failed, slowest, firstFailure = failure } = this.#tally;
    this.#tally = {
      provider,
      requests: requests + 1,
      failed: failed + (failure === undefined ? 0 : 1),
      slowest: Math.max(slowest, took),
      ...(firstFailure !== undefined && { firstFailure }),
    };
  }
}

function failureIn(status: number): string | undefined {
  return status === 200 ? undefined : `the answer was ${status}`;
}

/** Names and messages only: whatever else an error carries may hold a token. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return `threw a ${typeof error}`;
  const code = "code" in error ? ` ${String(error.code)}` : "";
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : "";
  return `${error.name}${code}: ${error.message}${cause}`;
}
