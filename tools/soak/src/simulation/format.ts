import type { TokenSet } from "@refresh-once/core";
import type { TokenRecord } from "@refresh-once/core/store";
import type { Entry, History } from "./history.ts";

/** A history as lines, to be read by people. */
export function format(history: History): string {
  return history.map((entry) => `${String(entry.at).padStart(7)} ms  ${lineOf(entry)}`).join("\n");
}

function lineOf(entry: Entry): string {
  switch (entry.kind) {
    case "trouble":
      return `${entry.of}: trouble, ${entry.what}`;
    case "started":
      return `${entry.process}: starts`;
    case "called":
    case "overdue":
      return `${entry.caller.process}: ${entry.kind} ${entry.caller.kind} (caller ${entry.caller.id})`;
    case "settled": {
      const { tokens, failed = tokensOf(tokens) } = entry.outcome;
      return `${entry.caller.process}: caller ${entry.caller.id} has ${failed}`;
    }
    case "sent":
      return `${entry.process}: sends ${entry.token} (call ${entry.call}), claim ${entry.claim}, the store has ${recordOf(entry.record)}`;
    case "answered":
      return `server: call ${entry.call}, ${entry.token} is ${entry.answer}`;
    case "ended":
      return `call ${entry.call} has ended`;
    case "received":
      return `${entry.process}: receives ${tokensOf(entry.tokens)} for ${entry.spent}`;
    case "committed":
      return `${entry.process}: commits ${entry.isRecovered ? "from the journal " : ""}${recordOf(entry.next)} over ${recordOf(entry.before)}`;
    case "journaled":
      return `${entry.process}: journals ${recordOf(entry.next)}${entry.isHeld ? "" : ", too late"}`;
    case "switched":
      return `store: ${entry.cause}, now ${recordOf(entry.record)} and no longer ${recordOf(entry.before)}`;
    case "quiet":
      return `quiet since long, unsaved: [${entry.unsaved.join(", ")}]`;
    case "unhandled":
      return `nobody handles ${entry.reason}`;
    case "end":
      return `the end, the store has ${recordOf(entry.record)}`;
  }
}

function tokensOf(tokens: TokenSet | undefined): string {
  return tokens ? `${tokens.accessToken || "-"}/${tokens.refreshToken ?? "-"}` : "nothing";
}

function recordOf(record: TokenRecord | undefined): string {
  if (!record) return "nothing";
  const { revision, tokens, unanswered, retry, refusal, epochs = [] } = record;
  const marks = [
    unanswered && ` unanswered ${unanswered}`,
    retry && ` ${retry.code} for ${retry.wait} ms`,
    refusal && ` refused: ${refusal.code}`,
  ];
  const history = epochs.map((epoch) => epoch.slice(-4)).join(">");
  return `${history} ${revision}:${tokensOf(tokens)}${marks.filter(Boolean).join("")}`;
}
