import { TokenError, type TokenErrorDetails } from "../errors/index.ts";
import {
  afterAbandoned,
  afterFailure,
  afterNoAnswer,
  afterRefusal,
  type TokenRecord,
} from "../store/index.ts";
import { withDeadline } from "../time/index.ts";
import type { HeldClaim } from "./held-claim.ts";
import type { HoldOff } from "./hold-off.ts";
import type { RefreshCall } from "./refresh-function.ts";
import { type SendResult, send } from "./send.ts";
import type { SendOutcome } from "./send-outcome.ts";
import type { SavingContext, TokenSaver } from "./token-saver.ts";

/** What a renewal works with. */
export interface RenewalContext extends Pick<SavingContext, "session" | "reader" | "emit"> {
  readonly saver: TokenSaver;
  /** How long a caller waits, and how long the store may take, ms. */
  readonly refreshDeadline: number;
  /** How long one request to the token endpoint may take, ms. */
  readonly sendDeadline: number;
  readonly holdOff: HoldOff;
  /** Calls the user's refresh function; whatever that does, this gives a promise. */
  readonly refresh: RefreshCall;
}

/** What has become of one renewal so far. Its callers look at it when the renewal fails. */
export interface Progress {
  /** Calls of the refresh function. */
  attempts: number;
  /** The last failure. */
  failure?: TokenError;
  /** What the store held last: its access token may be good for a while. */
  seen?: TokenRecord;
}

/** A claim that was won, and what it is about. */
export interface ClaimedRecord {
  readonly base: TokenRecord;
  readonly held: HeldClaim;
}

/** A claim that was won, for callers who wait. */
export interface WonClaim extends ClaimedRecord {
  readonly progress: Progress;
  /** Whether a caller still waits. Without one nothing is sent. */
  isWanted(): boolean;
}

/**
 * Completes a claim: with a commit, or with a release. It goes on when its callers have given up, as
 * an answer that comes late is still the only copy of the new tokens.
 *
 * @returns `undefined` if the callers have to look at the store again
 * @throws {TokenError} the failure, if it leaves the refresh token as it was or is to be told at once
 */
export async function completeClaim(
  context: RenewalContext,
  won: WonClaim,
): Promise<TokenRecord | undefined> {
  const { base, held } = won;
  if (!won.isWanted() || held.isOver) {
    await release(context, won);
    return undefined;
  }
  if (held.claim.abandoned && base.tokens?.refreshToken) {
    await commit(context, won, afterAbandoned(base));
    return undefined;
  }
  return conclude(context, won, await send(context, won));
}

/** A store that hangs must not hold up the callers that come later: they look at it themselves. */
function commit(
  { session, refreshDeadline }: RenewalContext,
  { held }: WonClaim,
  next: TokenRecord,
): Promise<TokenRecord | undefined> {
  return withDeadline(refreshDeadline, () => session.commit(held.claim, next), whyHung);
}

function release({ session, refreshDeadline }: RenewalContext, { held }: WonClaim): Promise<void> {
  return withDeadline(refreshDeadline, () => session.release(held.claim), whyHung);
}

const whyHung = () => "The store does not answer";

/** Writes down what came of the request. */
async function conclude(
  context: RenewalContext,
  won: WonClaim,
  result: SendResult,
): Promise<TokenRecord | undefined> {
  const { base, held, progress } = won;
  const { outcome } = result;
  switch (outcome.kind) {
    case "usable": {
      const record = await persistAnswer(context, won, result);
      for (const odd of outcome.ignored) context.emit({ type: "ignored_field", ...odd });
      return record;
    }
    case "unusable":
      throw await keepWhatIsLeft(context, won, outcome.error, result);
    case "unspent":
      await release(context, won);
      context.holdOff.failed(outcome.error, base);
      throw outcome.error;
    // The callers look at the store next, and find this or whatever has replaced it meanwhile.
    case "refused":
      progress.failure = outcome.error;
      await commit(context, won, afterRefused(base, outcome));
      return undefined;
    case "unknown": {
      progress.failure = outcome.error;
      // Whoever has taken over has recorded that this claim was abandoned.
      if (held.isLost) return undefined;
      const after = outcome.isUnanswered ? afterNoAnswer : afterFailure;
      await commit(context, won, after(base, outcome.failure));
      return undefined;
    }
  }
}

function afterRefused(
  base: TokenRecord,
  { error, isFinal }: Extract<SendOutcome, { kind: "refused" }>,
): TokenRecord {
  if (isFinal) return afterRefusal(base, error);
  return afterFailure(base, { code: "invalid_grant", reason: `status ${error.status}` });
}

async function persistAnswer(
  { saver }: RenewalContext,
  { held }: WonClaim,
  { pending }: SendResult,
): Promise<TokenRecord | undefined> {
  return pending && saver.persist({ ...pending, claim: held.claim });
}

/**
 * Stores what is left after an answer without an access token: its new refresh token, or that the old
 * one must not be sent again.
 *
 * @returns the error for the callers
 */
async function keepWhatIsLeft(
  context: RenewalContext,
  won: WonClaim,
  { code, message }: TokenError,
  result: SendResult,
): Promise<TokenError> {
  const { base } = won;
  const stored = await persistAnswer(context, won, result);
  if (stored)
    return new TokenError(
      code,
      `${message} The new refresh token that came with it is stored.`,
      retryOf(stored),
    );
  // Nothing was spent: the next answer may be a better one.
  if (!base.tokens?.refreshToken) {
    const next = afterFailure(base, { code: "invalid_response", reason: message });
    await commit(context, won, next);
    return new TokenError(code, message, retryOf(next));
  }
  const told = `${message} The refresh token was spent for it, and no new one came: log in again.`;
  await commit(context, won, afterRefusal(base, { code, message: told }));
  return new TokenError(code, told, { kind: "terminal" });
}

function retryOf({ retry }: TokenRecord): TokenErrorDetails {
  return retry ? { retryAt: retry.at } : {};
}
