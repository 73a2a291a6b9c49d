import { TokenError } from "../errors/index.ts";
import { isObject, serializable } from "../values/index.ts";
import { timeInSeconds } from "./epoch-ms.ts";
import { isTokenText } from "./odd-field.ts";

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
  /**
   * End of the access token in epoch **milliseconds**, as `Date.now()` counts. If it is absent, the token
   * is used until a request gets a 401.
   */
  readonly expiresAt?: number;
  /** End of the refresh token in epoch milliseconds, if the provider says so. */
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

/**
 * The token that has a character which no token has, such as a line break; `undefined` if there is none.
 * An HTTP client refuses such a token by an error that may show it.
 */
export function oddTokenIn(tokens: Seed): "accessToken" | "refreshToken" | undefined {
  const names = ["accessToken", "refreshToken"] as const;
  return names.find((name) => tokens[name] && !isTokenText(tokens[name]));
}

/**
 * Checks the tokens of a login: a refresh token alone is enough.
 *
 * @param what they are, for the message
 * @throws {TokenError} `invalid_response` that names the first wrong field, never its value
 */
export function checkSeed(value: unknown, what = "The seed"): TokenSet {
  const seed = storable(value);
  const wrong = wrongIn(seed);
  if (wrong) throw new TokenError("invalid_response", `${what} is no token set: ${wrong}.`);
  return withTokens(seed, what);
}

function wrongIn(seed: Seed): string | undefined {
  const field = wrongField(seed);
  if (field) return `${field} is of a wrong type`;
  const odd = oddTokenIn(seed);
  if (odd) return `${odd} has a character that no token has, such as a line break`;
  const time = timeInSeconds(seed);
  return time && `${time} is in seconds; multiply it by 1000`;
}

function withTokens(seed: Seed, what: string): TokenSet {
  if (seed.accessToken || seed.refreshToken)
    return { ...seed, accessToken: seed.accessToken ?? "" };
  throw new TokenError(
    "invalid_response",
    `${what} has no tokens: both refreshToken and accessToken are empty. Is the environment variable set?`,
  );
}

/**
 * A copy as every store gives it back: of the known fields alone, each read once, and without what
 * says nothing.
 */
function storable(value: unknown): Seed {
  if (!isObject(value)) return {};
  const fields = Object.keys(kinds).map((name): [string, unknown] => [
    name,
    Reflect.get(value, name),
  ]);
  const kept = fields.filter(([, field]) => !saysNothing(field));
  return Object.fromEntries(
    kept.map(([name, field]) => [name, name === "extra" ? serializable(field) : field]),
  );
}

/** JSON has no `Infinity`: an end that never comes is stored as no end. */
function saysNothing(field: unknown): boolean {
  return field === undefined || field === "" || field === Infinity;
}
