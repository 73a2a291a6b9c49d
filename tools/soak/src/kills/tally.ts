import { createHistogram, type RecordableHistogram } from "node:perf_hooks";
import { countIn, sum } from "../counts.ts";
import type { FailedRequest, Progress } from "../processes/messages.ts";

/** What the workers have told so far. */
export class Tally {
  /** In µs. */
  readonly durations: RecordableHistogram = createHistogram();
  /** For the refreshes of other processes, µs. */
  readonly waits: RecordableHistogram = createHistogram();
  /** Because of kills, by their codes. */
  readonly excused = new Map<string, number>();
  readonly failed = new Map<string, number>();

  get requests(): number {
    return this.durations.count + sum(this.excused) + sum(this.failed);
  }

  progressed({ durations, waits }: Progress): void {
    for (const duration of durations) this.durations.record(microseconds(duration));
    for (const wait of waits) this.waits.record(microseconds(wait));
  }

  failedWith({ code }: FailedRequest, isExcused: boolean): void {
    countIn(isExcused ? this.excused : this.failed, code);
  }
}

function microseconds(ms: number): number {
  return Math.max(1, Math.round(1000 * ms));
}
