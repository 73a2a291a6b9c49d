import { attempt, parseJson, propertyOf } from "../values/index.ts";
import type { TokenSet } from "./token-set.ts";

/** The part of a record from which its schedule is computed. */
export interface IssuedTokens {
  readonly tokens?: TokenSet;
  /** When the tokens were issued, in epoch ms. 0 if that is not known. */
  readonly obtainedAt: number;
}

/** When an access token is refreshed and when it expires, in epoch ms. `Infinity` if that is not known. */
export interface Schedule {
  readonly renewAt: number;
  readonly endsAt: number;
}

/**
 * Returns the `exp` claim of a JWT access token in epoch ms. The signature is not verified, so use it only
 * for scheduling.
 *
 * @returns `undefined` for an opaque token and for a JWT without a numeric `exp`
 * @see {@link https://www.rfc-editor.org/rfc/rfc7519#section-4.1.4 RFC 7519 §4.1.4}
 */
export function jwtExpiresAt(accessToken: string): number | undefined {
  const [, payload] = accessToken.split(".", 3);
  // Most providers issue opaque tokens, and an exception takes long.
  if (!payload) return;
  const json = attempt(() => atob(payload.replaceAll("-", "+").replaceAll("_", "/")));
  const claims = parseJson(json ?? "");
  const exp = propertyOf(claims, "exp");
  const at = typeof exp === "number" ? exp * 1000 : undefined;
  return Number.isFinite(at) ? at : undefined;
}

/** A shorter lifetime than this comes from a wrong clock and is ignored, in ms. */
const shortestLifetime = 100;

/** The part of the time before the expiry by which processes and accounts differ. */
const spread = 0.2;

/**
 * Returns {@link scheduleOf} with a random delay. Processes with the same tokens then refresh one after the other,
 * so that the first one does it, and the others find the new tokens. Accounts that were refreshed in the same
 * moment do not stay in step.
 */
export function spreadScheduleOf(issued: IssuedTokens, refreshBefore: number): Schedule {
  const { renewAt, endsAt } = scheduleOf(issued, refreshBefore);
  if (endsAt === Infinity) return { renewAt, endsAt };
  return { endsAt, renewAt: renewAt + (endsAt - renewAt) * spread * Math.random() };
}

/**
 * Computes when tokens are refreshed. An early refresh uses at most the last quarter of the lifetime, so that
 * a token with a short lifetime is not refreshed for every request. If the token seems to expire before, or
 * just after, it was issued, its expiry is ignored, and a 401 causes the refresh.
 */
export function scheduleOf(issued: IssuedTokens, refreshBefore: number): Schedule {
  const { tokens, obtainedAt } = issued;
  if (!tokens?.accessToken) return { renewAt: 0, endsAt: 0 };
  const stated = tokens.expiresAt ?? jwtExpiresAt(tokens.accessToken) ?? Infinity;
  const endsAt = stated >= obtainedAt + shortestLifetime ? stated : Infinity;
  return { endsAt, renewAt: endsAt - Math.min(refreshBefore, (endsAt - obtainedAt) / 4) };
}
