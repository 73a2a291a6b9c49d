import { failureOf } from "./failure.ts";
import type { RefreshFunction } from "./options.ts";
import { doubted, refused, sends } from "./record.ts";
import { adopted, type SavingContext, save } from "./saving.ts";
import type { Claim, TokenRecord } from "./store.ts";
import { TokenError } from "./token-error.ts";
import { checkTokenSet, type TokenSet } from "./token-set.ts";
import {
  type Deadline,
  pause,
  stopwatch,
  timeLimit,
  unlessAborted,
  withDeadline,
} from "./waiting.ts";

/** What a renewal works with. */
export interface RenewalContext extends SavingContext {
  /** May throw at once, or give what is no promise: it is the user's. */
  readonly refresh: RefreshFunction;
  /** Whether a record's access token is what the callers want. */
  isNews(record: TokenRecord): boolean;
  /** Told of what stands in the store: where the renewal fails, it may be good for a while. */
  meet(record: TokenRecord): void;
}

/**
 * Gets a record that is news: adopted from the store where somebody else has renewed, spent for
 * where this process wins the claim.
 */
export function renewRecord(context: RenewalContext, deadline: Deadline): Promise<TokenRecord> {
  let isWaiting = false;
  const lost = (revision: number) => {
    if (!isWaiting) context.tell({ type: "waiting", revision });
    isWaiting = true;
  };
  return context.account.until(deadline.signal, () => renewOnce(context, deadline, lost));
}

/** One look at the store, and what follows from it; `undefined` where it is to be looked at again. */
async function renewOnce(
  context: RenewalContext,
  deadline: Deadline,
  lost: (revision: number) => void,
): Promise<TokenRecord | undefined> {
  const { account } = context;
  const { record, seeded } = await account.read();
  if (!seeded && context.isNews(record)) return adopted(context, record);
  if (!seeded) context.meet(record);
  if (record.refusal) throw new TokenError(record.refusal.code, record.refusal.message);
  const elapsed = stopwatch();
  const claim = await account.claim(record.revision);
  if (!claim) {
    lost(record.revision);
    return undefined;
  }
  const { signal } = deadline;
  const isLate = () => signal.aborted || elapsed() > account.leaseDuration;
  const won = { base: record, seeded, claim, isLate };
  // The callers may have waited long: cut short with them, a request would leave its token in doubt.
  return withDeadline(account.refreshDeadline, (own) => settle(context, won, own));
}

/** A claim that was won. */
interface Won {
  readonly base: TokenRecord;
  /** The tokens of `base` are those of a new seed, and not in the store yet. */
  readonly seeded: boolean;
  readonly claim: Claim;
  /** Suspended for longer than the claim lasts: somebody else may be at it. */
  isLate(): boolean;
}

/**
 * Brings a won claim to its end.
 *
 * @returns `undefined` where the callers have to look again: somebody died in mid-refresh, an answer
 * was lost, or the revision has moved on
 */
async function settle(
  context: RenewalContext,
  won: Won,
  deadline: Deadline,
): Promise<TokenRecord | undefined> {
  const { account } = context;
  const { base, seeded, claim } = won;
  if (won.isLate()) {
    await account.release(claim);
    return undefined;
  }
  // Not spent before it is stored: the doubt that a crash leaves is about the tokens in the store.
  if (seeded && base.revision > 0) return storeSeed(context, won);
  if (claim.abandoned && base.tokens?.refreshToken) {
    await account.commit(claim, doubted(base, "a process ended in mid-refresh"));
    return undefined;
  }
  // Only the tokens of a new seed can be news here: they need no refresh.
  if (context.isNews(base)) return storeSeed(context, won);
  return spend(context, won, deadline);
}

async function storeSeed(
  context: RenewalContext,
  { base, claim }: Won,
): Promise<TokenRecord | undefined> {
  const stored = await context.account.commit(claim, { ...base, revision: base.revision + 1 });
  return stored && context.isNews(stored) ? adopted(context, stored) : undefined;
}

/**
 * Sends the refresh token, and turns whatever comes of it into a commit or a release.
 *
 * @throws the failure, where the refresh token is as good as before
 */
async function spend(
  context: RenewalContext,
  won: Won,
  deadline: Deadline,
): Promise<TokenRecord | undefined> {
  const { account } = context;
  const { base, claim } = won;
  let tokens: TokenSet;
  try {
    tokens = await send(context, won, deadline);
  } catch (thrown) {
    const failure = failureOf(thrown, base.tokens);
    const next = afterFailure(base, failure);
    if (!next) {
      await account.release(claim);
      throw failure;
    }
    // The next look finds it, or whatever has taken its place meanwhile.
    await account.commit(claim, next);
    return undefined;
  }
  return save(context, { base, claim, tokens, obtainedAt: Date.now() }, deadline.signal);
}

/** What a failure says about the refresh token; `undefined` where that is as good as before. */
function afterFailure(base: TokenRecord, failure: TokenError): TokenRecord | undefined {
  const { cause, code, message } = failure;
  if (code === "invalid_grant") return refused(base, failure);
  if (!isInDoubt(failure, base)) return undefined;
  return doubted(base, cause instanceof Error ? cause.message : message);
}

/** Without a refresh token nothing can have been spent. */
function isInDoubt({ kind, code }: TokenError, { tokens }: TokenRecord): boolean {
  return (kind === "in_doubt" || code === "timeout") && tokens?.refreshToken !== undefined;
}

/** One send; more only where the token endpoint says, or cannot know, that nothing was spent. */
async function send(
  context: RenewalContext,
  { base, isLate }: Won,
  { signal, endsAt }: Deadline,
): Promise<TokenSet> {
  for (let tries = 1; ; tries++) {
    try {
      return await sendOnce(context, base, signal);
    } catch (thrown) {
      const failure = failureOf(thrown, base.tokens);
      const wait = waitBeforeRetry(failure, tries, base);
      if (wait === undefined || performance.now() + wait >= endsAt) throw failure;
      await pause(wait, signal);
      if (isLate()) throw failure;
    }
  }
}

/** In ms; `undefined` when the failure is the answer. */
function waitBeforeRetry(
  failure: TokenError,
  tries: number,
  base: TokenRecord,
): number | undefined {
  const backOff = Math.min(1_000, 50 * 2 ** tries);
  if (failure.code === "unreachable") return backOff;
  if (failure.retryAt !== undefined) return Math.max(backOff, failure.retryAt - Date.now());
  const harmless = failure.kind === "in_doubt" && !isInDoubt(failure, base);
  return tries < sends && (failure.code === "unavailable" || harmless) ? 0 : undefined;
}

async function sendOnce(
  context: RenewalContext,
  base: TokenRecord,
  signal: AbortSignal,
): Promise<TokenSet> {
  const answer = context.refresh(base.tokens, { signal }).then(checkTokenSet);
  try {
    return await unlessAborted(answer, signal);
  } catch (thrown) {
    // The callers are answered by the deadline; tokens that still arrive are not to be lost.
    if (signal.aborted) rescue(context, base, answer);
    throw thrown;
  }
}

function rescue(context: RenewalContext, base: TokenRecord, late: Promise<TokenSet>): void {
  const { leaseDuration } = context.account;
  late
    .then((tokens) =>
      save(context, { base, tokens, obtainedAt: Date.now() }, timeLimit(leaseDuration)),
    )
    .catch(() => {});
}
