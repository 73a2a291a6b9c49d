import type { Job } from "../processes/job.ts";

/** What a run with outages is like; times are ms. */
export interface OutageSettings {
  readonly processes: number;
  readonly accounts: number;
  /** How many, of each kind in turn. */
  readonly outages: number;
  /** How long each lasts from the first request on that meets it. */
  readonly down: number;
  /** How long the endpoint works after it, at least. */
  readonly up: number;
  /** By then after the end of an outage, every account must have been refreshed. */
  readonly soon: number;
  /** Between two requests of a client for one account. */
  readonly longestPause: number;
  readonly deadlines: Job["deadlines"];
}
