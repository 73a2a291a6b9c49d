import type { Answer, Entry, History } from "./history.ts";

type Sent = Extract<Entry, { kind: "sent" }>;

/** P1: a refresh token is spent once, but for one resend in doubt. P9: a dead one is not sent again. */
export function checkSpending(history: History): string | undefined {
  const answers = new Map<number, Answer>();
  for (const entry of history) if (entry.kind === "answered") answers.set(entry.call, entry.answer);
  const times = new Map<string, number>();
  for (const entry of history) {
    if (entry.kind !== "sent" || entry.token === undefined) continue;
    const before = times.get(entry.token) ?? 0;
    const wrong = wrongWith(entry, before);
    if (wrong) return `${wrong} (${entry.token} by ${entry.process} at ${entry.at} ms)`;
    // Of an answer that says so everybody knows that nothing was spent.
    const counts = answers.get(entry.call) !== "not processed";
    times.set(entry.token, before + (counts ? 1 : 0));
  }
  return undefined;
}

/** From whom a claim was stolen cannot know; then only the number of sends is bounded. */
function wrongWith({ token, record, claim }: Sent, before: number): string | undefined {
  if (before >= 2) return "P1: sent a third time";
  if (claim === "none") return "P1: sent by one who has no claim";
  if (claim === "stolen") return undefined;
  const isStored = record?.tokens?.refreshToken === token;
  if (isStored && record?.refusal) return "P9: sent although the store says that it is dead";
  const doubts = isStored ? (record?.unanswered ?? 0) : 0;
  return before > doubts ? "P1: sent again without a doubt in the store" : undefined;
}
