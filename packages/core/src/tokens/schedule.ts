import { attempt, isObject, parseJson } from "../values/index.ts";
import type { TokenSet } from "./token-set.ts";

/** Tokens, and when they were issued. */
interface IssuedTokens {
  readonly tokens?: TokenSet;
  /** Epoch ms; 0 if that is not known. */
  readonly obtainedAt: number;
}

/** When an access token is to be renewed, and when it ends; epoch ms, `Infinity` when unknown. */
export interface Schedule {
  readonly renewAt: number;
  readonly endsAt: number;
}

/**
 * The `exp` of a JWT access token in epoch ms. It is not verified: use it for scheduling alone.
 *
 * @returns `undefined` for an opaque token, and for a JWT without a numeric `exp`.
 * @see {@link https://www.rfc-editor.org/rfc/rfc7519#section-4.1.4 RFC 7519 §4.1.4}
 */
export function jwtExpiresAt(accessToken: string): number | undefined {
  const payload = accessToken.split(".", 3)[1];
  if (!payload) return undefined;
  const json = attempt(() => atob(payload.replaceAll("-", "+").replaceAll("_", "/")));
  const claims = parseJson(json ?? "");
  const exp: unknown = isObject(claims) ? Reflect.get(claims, "exp") : undefined;
  const at = typeof exp === "number" ? exp * 1000 : undefined;
  return Number.isFinite(at) ? at : undefined;
}

/** A token that seems to live for less was given by another clock, or is none to plan with; ms. */
const shortest = 100;

/**
 * The schedule of issued tokens. A quarter of the lifetime is the most that is given away to an early renewal,
 * so that a short token is not renewed for every request; an end that lies before the beginning, or
 * just behind it, is no end at all: then a 401 tells.
 */
export function scheduleOf(issued: IssuedTokens, refreshBefore: number): Schedule {
  const { tokens, obtainedAt } = issued;
  if (!tokens?.accessToken) return { renewAt: 0, endsAt: 0 };
  const said = tokens.expiresAt ?? jwtExpiresAt(tokens.accessToken) ?? Infinity;
  const endsAt = said >= obtainedAt + shortest ? said : Infinity;
  return { endsAt, renewAt: endsAt - Math.min(refreshBefore, (endsAt - obtainedAt) / 4) };
}
