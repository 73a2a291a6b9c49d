import type { Caller, History } from "./history.ts";

/** P4: everyone is answered: by one's own abort at once, by the deadline at the latest. */
export function checkAnswers(history: History): string | undefined {
  const end = history.find((entry) => entry.kind === "end");
  for (const entry of history) {
    if (entry.kind === "unhandled") return `P4: a rejection that nobody handles: ${entry.reason}`;
    if (entry.kind === "overdue")
      return `P4: ${nameOf(entry.caller)} has no answer by the deadline`;
    if (entry.kind !== "called") continue;
    const { caller } = entry;
    const wrong = wrongWith(caller, end?.living.includes(caller.process) ?? false);
    if (wrong) return `P4: ${nameOf(caller)} ${wrong}`;
  }
  return undefined;
}

function wrongWith({ abortedAt, settled }: Caller, isLiving: boolean): string | undefined {
  if (!settled) return isLiving ? "has no answer at all" : undefined;
  if (settled.failed === "untyped") return "fails with an untyped error";
  if (abortedAt === undefined) return undefined;
  if (settled.at > abortedAt) return "is answered long after its abort";
  const isOwn = settled.failed === "aborted";
  return isOwn && settled.at < abortedAt ? "fails with an abort that was not" : undefined;
}

function nameOf({ id, kind, process }: Caller): string {
  return `caller ${id} (${kind}) of ${process}`;
}
