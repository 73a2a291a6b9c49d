import { TokenError } from "@refresh-once/core";
import type { Retry, TokenRecord, TokenStore } from "@refresh-once/core/store";
import { type Account, storeKind } from "../accounts/account.ts";
import { factsOf as providerFacts } from "../accounts/provider-facts.ts";
import { messageOf } from "../program/command-error.ts";

/**
 * What `status` tells of an account: `ready`, `empty` (the seed is used at the first request), `waiting` (the last
 * request to the token endpoint failed), `login_needed`, or `unreadable`.
 */
export type AccountState = "ready" | "empty" | "waiting" | "login_needed" | "unreadable";

/** The state of an account, without any part of a token. Times are in ISO 8601. */
export interface AccountStatus {
  readonly account: string;
  readonly store: string;
  readonly state: AccountState;
  /** Why the state is not `ready`. */
  readonly reason?: string | undefined;
  readonly revision: number;
  readonly hasAccessToken: boolean;
  readonly accessTokenExpiresAt?: string | undefined;
  readonly hasRefreshToken: boolean;
  readonly refreshTokenExpiresAt?: string | undefined;
  readonly lastRefreshAt?: string | undefined;
  /** How often the refresh token was sent without a response. */
  readonly unanswered: number;
  readonly nextTryAt?: string | undefined;
  /** The code of the refusal of the refresh token. */
  readonly refusal?: string | undefined;
  /** Who may send the refresh token just now. */
  readonly claim?: ClaimStatus | undefined;
}

/** An active claim. */
interface ClaimStatus {
  readonly holder: string;
  readonly startedAt?: string | undefined;
  readonly leaseEndsAt?: string | undefined;
}

/** Reads the state of an account. It claims nothing, and calls neither the seed nor the provider. */
export async function statusOf(account: Account): Promise<AccountStatus> {
  const { name, options } = account;
  const of = { account: name, store: storeKind(account) };
  try {
    const record = await options.store?.read();
    const claim = await claimOf(options.store);
    return { ...of, ...stateOf(account, record), ...factsOf(record), claim };
  } catch (thrown) {
    return { ...of, state: "unreadable", reason: messageOf(thrown), ...factsOf(undefined) };
  }
}

/** A failure is ignored: a user who may only read records still learns what is in them. */
async function claimOf(store: TokenStore | undefined): Promise<ClaimStatus | undefined> {
  const holder = await store?.claimHolder?.().catch(() => undefined);
  if (!holder) return undefined;
  const { description, startedAt, leaseEndsAt } = holder;
  return {
    holder: description,
    startedAt: isoTime(startedAt),
    leaseEndsAt: isoTime(leaseEndsAt),
  };
}

function stateOf(
  account: Account,
  record: TokenRecord | undefined,
): Pick<AccountStatus, "state" | "reason"> {
  if (record?.refusal) return { state: "login_needed", reason: record.refusal.message };
  if (record?.retry) return { state: stateAfter(record.retry), reason: record.retry.reason };
  const { tokens } = record ?? {};
  const { options } = account;
  // Client credentials have no refresh token; the preset tells its grant by its facts.
  const needsNoLogin = providerFacts(account).name === "client credentials";
  if (tokens && isExpired(tokens.refreshTokenExpiresAt)) {
    return { state: "login_needed", reason: "the refresh token has expired" };
  }
  if (tokens?.refreshToken || needsNoLogin) return { state: "ready" };
  if (tokens?.accessToken && !isExpired(tokens.expiresAt)) return { state: "ready" };
  if (options.store === undefined) {
    return { state: "empty", reason: "the tokens are in the memory of the program" };
  }
  if (!record && options.seed) {
    return { state: "empty", reason: "the seed is used at the first request" };
  }
  return { state: "login_needed", reason: "there is no refresh token" };
}

/** A status that usually means a dead token is asked for again later, because a gateway may have sent it. */
function stateAfter({ code }: Retry): AccountState {
  return new TokenError(code, "").kind === "terminal" ? "login_needed" : "waiting";
}

function isExpired(at: number | undefined): boolean {
  return at !== undefined && at <= Date.now();
}

function factsOf(record: TokenRecord | undefined) {
  const { tokens, obtainedAt, unanswered = 0, retry, refusal } = record ?? {};
  return {
    revision: record?.revision ?? 0,
    hasAccessToken: Boolean(tokens?.accessToken),
    accessTokenExpiresAt: isoTime(tokens?.expiresAt),
    hasRefreshToken: Boolean(tokens?.refreshToken),
    refreshTokenExpiresAt: isoTime(tokens?.refreshTokenExpiresAt),
    lastRefreshAt: isoTime(obtainedAt || undefined),
    unanswered,
    nextTryAt: isoTime(retry?.at),
    refusal: refusal?.code,
  };
}

function isoTime(epochMs: number | undefined): string | undefined {
  return epochMs === undefined ? undefined : new Date(epochMs).toISOString();
}
