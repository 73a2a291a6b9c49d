import { placeOf } from "./authorization-server.ts";
import type { Entry } from "./history.ts";
import type { Records } from "./records.ts";

type Committed = Extract<Entry, { kind: "committed" }>;

/** What the store has held before a commit. */
export interface Past {
  readonly records: Records;
  /** Whether it has gone back, or was begun anew. */
  readonly isSwitched: boolean;
  /** Whether the process that commits is still busy with a login. */
  readonly isLoggingIn: boolean;
}

/**
 * P3 for one commit. The rule is the same if the store has gone back, or was begun anew: only newer tokens
 * replace those that are there. So neither tokens nor a refusal of a former login replace a login that
 * came later, and tokens that a process has in memory may replace older ones.
 */
export function checkCommit(commit: Committed, past: Past): string | undefined {
  const wrong = wrongRevision(commit) ?? wrongTokens(commit, past) ?? wrongVerdict(commit, past);
  return wrong && `P3: ${wrong} (revision ${commit.next.revision} by ${commit.process})`;
}

function wrongRevision({ before, claimed, next }: Committed): string | undefined {
  if ((before?.revision ?? 0) !== claimed) return "a commit without a claim of what it replaces";
  return next.revision === claimed + 1 ? undefined : "the revision does not grow by one";
}

function wrongTokens(commit: Committed, past: Past): string | undefined {
  const was = commit.before?.tokens?.refreshToken;
  const is = commit.next.tokens?.refreshToken;
  if (is === undefined || is === was) return undefined;
  const { login, index } = placeOf(is);
  const isSame = was !== undefined && placeOf(was).login === login;
  const isNewer = isSame ? index > placeOf(was).index : isOfNewerLogin(is, commit, past);
  return isNewer ? undefined : `${is} takes the place of ${was}`;
}

function isOfNewerLogin(is: string, { before }: Committed, past: Past): boolean {
  const { records, isSwitched, isLoggingIn } = past;
  const { index, isSeed } = placeOf(is);
  // A store that has gone back may have lost which seeds it has grown from. A process that has just been
  // started with one cannot know. It may also have lost a login of which nobody was told yet that it is done.
  const isAgain = isSwitched && (isSeed || (isLoggingIn && index === 0));
  const isKnown = records.loginOf(is) !== undefined && !isAgain;
  // As it is, or spent by the process that was seeded with it.
  if (!isKnown && index <= 1) return true;
  const was = before?.tokens?.refreshToken;
  // Such a process may have begun an empty store with its seed, which is older than every login.
  if (isSwitched && !isSeed && was !== undefined && placeOf(was).isSeed) return true;
  const login = records.loginOf(is) ?? 0;
  return login > (was === undefined ? records.beginningOf(before) : (records.loginOf(was) ?? 0));
}

/** A refusal or a doubt is about the tokens that are there, or about newer ones that were stored before. */
function wrongVerdict({ before, next }: Committed, { records }: Past): string | undefined {
  if (!next.refusal && !next.unanswered) return undefined;
  const was = before?.tokens?.refreshToken;
  const is = next.tokens?.refreshToken;
  if (is === undefined) return "a verdict about nothing";
  if (is !== was) {
    const isKnown = placeOf(is).index === 0 || records.have(is);
    return isKnown ? undefined : `a verdict on ${is} erases ${was}`;
  }
  const { code, message = "" } = next.refusal ?? {};
  return before?.unanswered && code === "invalid_grant" && !message.includes("had no answer")
    ? "a lost answer is forgotten"
    : undefined;
}
