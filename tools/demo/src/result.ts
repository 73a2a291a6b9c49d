import type { ServerCounts } from "./server-counts.ts";
import type { Tally } from "./tally.ts";

/** One provider: what its callers have seen, and what the server says. */
export interface ProviderResult extends Tally, ServerCounts {}

/** What a run has come to. */
export interface Outcome {
  readonly processes: number;
  readonly results: readonly ProviderResult[];
  /** Processes that ended otherwise than by being told to. */
  readonly deaths: readonly string[];
}
