import { textTable } from "@refresh-once/end-to-end/program";
import { grouped, withNames } from "../counts.ts";
import { verdictOn } from "../problems.ts";
import type { HerdResult } from "./herd-result.ts";
import { problemsOf } from "./problems-of.ts";
import { idealSeconds } from "./settings.ts";

/** What is printed at the end. */
export function formatHerd(result: HerdResult): string {
  const problems = problemsOf(result);
  const verdict = verdictOn(problems, "Each account was refreshed once, and nobody lost a login.");
  return ["", textTable(rowsOf(result)), "", verdict].join("\n");
}

function rowsOf(result: HerdResult): readonly (readonly [title: string, value: string])[] {
  const { settings, seconds, refreshes, reuses, revoked, repliesLost, mostConnections } = result;
  const { timeout = 0, ...others } = result.failed;
  const ideal = idealSeconds(settings);
  return [
    ["accounts", grouped(settings.accounts)],
    ["processes", `${settings.processes}`],
    ["refreshes", grouped(refreshes)],
    ["reuse events", grouped(reuses)],
    ["families revoked", grouped(revoked)],
    ["most connections at once", grouped(mostConnections)],
    ["replies that nobody received", grouped(repliesLost)],
    ["timeouts of callers", grouped(timeout)],
    ["other failures of callers", withNames(new Map(Object.entries(others)))],
    ["duration", `${seconds.toFixed(1)} s (ideal: ${ideal.toFixed(1)} s)`],
    ["live heap of a process, idle", megabytes(result.memory.idle)],
    ["live heap of a process, at most", megabytes(result.memory.waiting)],
    ["resident memory of a process, at most", megabytes(result.memory.resident)],
  ];
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}
