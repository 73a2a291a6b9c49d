import type { Family } from "../clients/contender.ts";

/** How a process measures the clients of one family. */
export interface HotPathJob {
  readonly family: Family;
  /** Of the contenders among them. */
  readonly names: readonly string[];
  /** Turns in which each contender has its share. */
  readonly rounds: number;
  /** Requests of a share, one after the other. */
  readonly batch: number;
  /** Requests of each contender and method before those that are measured, so that code is compiled. */
  readonly warmUp: number;
}

export function isHotPathJob(value: unknown): value is HotPathJob {
  return typeof value === "object" && value !== null && "family" in value && "batch" in value;
}

export const methods = ["get", "post"] as const;

export type Method = (typeof methods)[number];

/** What one contender's requests of one method took. */
export interface Timing {
  readonly name: string;
  readonly method: Method;
  /** Of each round, ns a request. */
  readonly samples: readonly number[];
}

export interface HotPathMessage {
  readonly timings: readonly Timing[];
}

export function isHotPathMessage(value: unknown): value is HotPathMessage {
  return typeof value === "object" && value !== null && "timings" in value;
}
