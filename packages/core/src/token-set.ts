import { attempt } from "./attempt.ts";
import { isObject } from "./is-object.ts";
import { TokenError } from "./token-error.ts";

/**
 * What one account holds now.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-5.1 RFC 6749 §5.1}
 */
export interface TokenSet {
  /** Sent with each request. Empty only in a set that was seeded with a refresh token alone. */
  readonly accessToken: string;
  /** Spent to get the next set; absent where the grant has none (client credentials). */
  readonly refreshToken?: string;
  /** End of the access token in epoch ms; absent when nobody said: then a 401 tells. */
  readonly expiresAt?: number;
  /** End of the refresh token in epoch ms, where the provider says so. */
  readonly refreshTokenExpiresAt?: number;
  /** As the provider sent it; requests are always sent as `Bearer`. */
  readonly tokenType?: string;
  /** Space-separated scopes as granted. */
  readonly scope?: string;
  /** Whatever else the provider sent (`id_token`, `user_id`, …), as JSON has it; what JSON cannot carry is left out. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** What a login left behind: often a refresh token alone. */
export type Seed = Partial<TokenSet>;

const kinds = {
  accessToken: "string",
  refreshToken: "string",
  expiresAt: "number",
  refreshTokenExpiresAt: "number",
  tokenType: "string",
  scope: "string",
  extra: "object",
} as const satisfies Record<keyof TokenSet, string>;

/** The first field that is not of its type; `undefined` when all are. */
export function wrongField(value: unknown): string | undefined {
  if (!isObject(value)) return "it";
  return Object.entries(kinds).find(([name, kind]) => {
    const field: unknown = Reflect.get(value, name);
    if (field === undefined) return false;
    return (
      typeof field !== kind || field === null || (kind === "number" && !Number.isFinite(field))
    );
  })?.[0];
}

function assertSeed(value: unknown): asserts value is Seed {
  const field = wrongField(value);
  if (field) throw malformed(field);
}

/**
 * Checks what a login or a refresh function gave.
 *
 * @throws {TokenError} `invalid_response` that names the first wrong field, never its value.
 */
export function checkTokenSet(value: unknown): TokenSet {
  const seed = checkSeed(value);
  if (!seed.accessToken) throw malformed("accessToken");
  return seed;
}

/** Like {@link checkTokenSet}, but a refresh token alone is enough. */
export function checkSeed(value: unknown): TokenSet {
  const seed = storable(value);
  assertSeed(seed);
  if (!seed.accessToken && !seed.refreshToken) throw malformed("accessToken");
  return { ...seed, accessToken: seed.accessToken ?? "" };
}

/**
 * A copy as every store gives it back: of the known fields alone, each read once, and without what
 * says nothing. A refresh token that is `undefined` or empty does not take the place of the old one.
 */
function storable(value: unknown): unknown {
  if (!isObject(value)) return value;
  const fields = Object.keys(kinds).map((name): [string, unknown] => {
    const field: unknown = Reflect.get(value, name);
    return [name, name === "extra" ? survivors(field) : field];
  });
  return Object.fromEntries(fields.filter(([, field]) => !saysNothing(field)));
}

/** JSON has no `Infinity`: an end that never comes is none. */
function saysNothing(field: unknown): boolean {
  return field === undefined || field === "" || field === Infinity;
}

/** What JSON cannot carry is no reason to lose the tokens beside it. */
function survivors(extra: unknown): unknown {
  if (!isObject(extra)) return extra;
  const entries = attempt(() => Object.keys(extra)) ?? [];
  const kept = entries.map((name): [string, unknown] => [
    name,
    attempt(() => JSON.parse(JSON.stringify(Reflect.get(extra, name)))),
  ]);
  return Object.fromEntries(kept.filter(([, value]) => value !== undefined));
}

function malformed(field: string): TokenError {
  return new TokenError(
    "invalid_response",
    `Not a token set: ${field} is missing or of a wrong type.`,
  );
}
