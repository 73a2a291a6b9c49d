import fc from "fast-check";
import { check } from "./check.ts";
import type { Plan } from "./plan.ts";
import { run } from "./run.ts";
import { plans } from "./schedule.ts";

/** How many schedules to run, and which. */
export interface Schedules {
  readonly runs: number;
  /** The same seed gives the same schedules. */
  readonly seed: number;
  /** Of a schedule that was found before: only that one is run. */
  readonly path?: string | undefined;
  /** Told after each. */
  onRun?(): void;
  /** Ends it early. */
  readonly interrupted?: AbortSignal;
}

/** A schedule under which a property does not hold, as small as it could be made. */
export interface Found {
  readonly path: string;
  readonly plan: Plan;
  /** What is wrong, and the history of that run. */
  readonly message: string;
}

/** Runs core under schedules that follow from `seed`; gives the first that breaks a property. */
export async function simulate(schedules: Schedules): Promise<Found | undefined> {
  const { runs, seed, path, onRun, interrupted } = schedules;
  const holds = fc.asyncProperty(plans(), async (plan) => {
    // Signals have their turn between two schedules only.
    if (interrupted) await new Promise(setImmediate);
    if (interrupted?.aborted) return never();
    check(await run(plan));
    onRun?.();
  });
  const verdict = await Promise.race([
    fc.check(holds, { numRuns: runs, seed, ...(path && { path }) }),
    aborted(interrupted),
  ]);
  if (!verdict?.failed) return undefined;
  const { counterexample, counterexamplePath, errorInstance } = verdict;
  if (!counterexample) throw new Error("The run was interrupted");
  const message = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
  return { path: counterexamplePath ?? "", plan: counterexample[0], message };
}

/** Where nothing is underway any more, the process can end. */
function never(): Promise<void> {
  return new Promise(() => {});
}

function aborted(signal: AbortSignal | undefined): Promise<undefined> {
  return new Promise((resolve) => {
    signal?.addEventListener("abort", () => resolve(undefined), { once: true });
  });
}
