import type { Caller, History } from "./history.ts";
import { refreshDeadline } from "./users.ts";

/** P6: nothing is spent for nobody. */
export function checkNeed(history: History): string | undefined {
  const neededUntil = new Map<string, number>();
  const need = (process: string, until: number) =>
    neededUntil.set(process, Math.max(until, neededUntil.get(process) ?? 0));
  for (const entry of history) {
    if (entry.kind === "called") need(entry.caller.process, endOf(entry.caller));
    // The deadline of a process that was away is later by an unknown time; so it is of a renewal ahead.
    if (entry.kind === "trouble" && isAway.has(entry.what)) need(entry.of, Infinity);
    if (entry.kind === "started" && entry.refreshAhead) need(entry.process, Infinity);
    if (entry.kind !== "sent" || entry.at <= (neededUntil.get(entry.process) ?? 0)) continue;
    return `P6: ${entry.process} sends ${entry.token} at ${entry.at} ms, and nobody has asked`;
  }
  return undefined;
}

const isAway = new Set<string>(["suspend", "sleep"]);

/** Others may go on with what somebody began who left. */
function endOf({ calledAt, settled }: Caller): number {
  const left = settled?.failed === "aborted" || settled?.failed === "timeout";
  return settled && !left ? settled.at : calledAt + refreshDeadline;
}
