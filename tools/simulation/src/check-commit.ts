import { placeOf } from "./authorization-server.ts";
import type { Entry } from "./history.ts";

type Committed = Extract<Entry, { kind: "committed" }>;

/**
 * P3 for one commit.
 *
 * @param known the refresh tokens that the store has held before
 */
export function checkCommit(commit: Committed, known: ReadonlySet<string>): string | undefined {
  const wrong = wrongRevision(commit) ?? wrongTokens(commit, known) ?? wrongVerdict(commit);
  return wrong && `P3: ${wrong} (revision ${commit.next.revision} by ${commit.process})`;
}

function wrongRevision({ before, claimed, next }: Committed): string | undefined {
  if ((before?.revision ?? 0) !== claimed) return "a commit without a claim of what it replaces";
  return next.revision === claimed + 1 ? undefined : "the revision does not grow by one";
}

function wrongTokens({ before, next }: Committed, known: ReadonlySet<string>): string | undefined {
  const was = before?.tokens?.refreshToken;
  const is = next.tokens?.refreshToken;
  if (is === undefined || is === was) return undefined;
  if (known.has(is)) return `${is} comes back`;
  const { login, index } = placeOf(is);
  if (was === undefined || placeOf(was).login !== login) {
    // A login that is new to this store, as it is or spent by whom it was seeded.
    const isNew = ![...known].some((token) => placeOf(token).login === login);
    return isNew && index <= 1 ? undefined : `${is} takes the place of ${was}`;
  }
  return index > placeOf(was).index ? undefined : `${is} takes the place of ${was}`;
}

/** A refusal or a doubt is about the tokens that are there, or about those of a new seed. */
function wrongVerdict({ before, next }: Committed): string | undefined {
  if (!next.refusal && !next.unanswered) return undefined;
  const was = before?.tokens?.refreshToken;
  const is = next.tokens?.refreshToken;
  if (is === undefined) return "a verdict about nothing";
  if (next.unanswered && next.refusal?.code === "invalid_grant")
    return "a lost answer is forgotten";
  return is === was || placeOf(is).index === 0 ? undefined : `a verdict on ${is} erases ${was}`;
}
