import type { Entry, History } from "./history.ts";

/**
 * The first rule: a refresh token is dead when the provider says so, and for no other reason. An answer
 * that cannot be used spends it as well.
 */
export function checkFirstRule(history: History): string | undefined {
  const dead = new Set<string>();
  for (const entry of history) {
    if (entry.kind === "answered" && entry.token !== undefined && isLast(entry)) {
      dead.add(entry.token);
    }
    if (entry.kind !== "committed") continue;
    const { refusal, tokens } = entry.next;
    const token = tokens?.refreshToken ?? "";
    if (refusal && !dead.has(token)) return `First rule: nobody has said that ${token} is dead`;
  }
  return liveAtTheEnd(history);
}

/** A rotation makes it dead where its answer has no tokens: `garbage`. */
function isLast({ answer }: Extract<Entry, { kind: "answered" }>): boolean {
  return answer !== "not processed" && answer !== "passed over";
}

/** A login that the provider honours works in every process that lives. */
function liveAtTheEnd(history: History): string | undefined {
  const end = history.find((entry) => entry.kind === "end");
  if (!end?.isLive) return undefined;
  const last = new Map<string, string | undefined>();
  let hasLostLogout = false;
  let isCleared = false;
  for (const entry of history) {
    if (entry.kind === "settled") last.set(entry.caller.process, entry.outcome.failed);
    if (entry.kind === "trouble" && entry.what === "clear") isCleared = true;
    if (entry.kind === "switched") hasLostLogout ||= isCleared;
    // Nobody has asked since: after the store has gone back, a process may restore a login only then.
    if (entry.kind === "committed" && entry.next.tokens?.accessToken) last.clear();
  }
  const failing = end.living.find((process) => {
    const failed = last.get(process);
    // A process keeps to a logout that the store has lost: it has nothing left to send.
    return failed !== undefined && !(hasLostLogout && failed === "request_rejected");
  });
  return failing && `First rule: ${failing} has given up a login: ${last.get(failing)}`;
}
