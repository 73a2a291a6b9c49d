import type { History } from "./history.ts";

/**
 * P1, P2: once a reply was journaled by a process that held its claim, the refresh token that was spent for
 * it is never sent again: whoever takes over finds the reply. A store that has gone back, or that another
 * one has replaced, has lost its journal as well.
 */
export function checkJournal(history: History): string | undefined {
  const spentFor = new Map<string, string | undefined>();
  const journaled = new Set<string>();
  for (const entry of history) {
    if (entry.kind === "received") {
      spentFor.set(entry.tokens.refreshToken ?? "", entry.spent);
    }
    if (entry.kind === "journaled" && entry.isHeld) {
      const spent = spentFor.get(entry.next.tokens?.refreshToken ?? "");
      if (spent !== undefined) journaled.add(spent);
    }
    if (entry.kind === "switched") journaled.clear();
    // A sender that has lost its claim before cannot know it; nor one that has read another record.
    const isOwn = entry.kind === "sent" && entry.claim !== "lost" && entry.hasSeenRecord;
    if (isOwn && journaled.has(entry.token ?? "")) {
      return `P1: ${entry.process} sends ${entry.token} at ${entry.at} ms, and its reply was journaled`;
    }
  }
  return undefined;
}
