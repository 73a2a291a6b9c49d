import { TokenError } from "../errors/index.ts";
import {
  hasShape,
  isFiniteNumber,
  isObject,
  isText,
  serializable,
  wrongProperty,
} from "../values/index.ts";
import { timeInSeconds } from "./epoch-ms.ts";
import { isBlank, isTokenText } from "./odd-field.ts";

/**
 * The tokens of one account.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-5.1 RFC 6749 §5.1}
 */
export interface TokenSet {
  /** Is sent with each request. It is empty only in a seed that has nothing but a refresh token. */
  readonly accessToken: string;
  /** Is used to get the next token set. Absent if the grant has none, such as client credentials. */
  readonly refreshToken?: string;
  /**
   * End of the access token in epoch **milliseconds**, as `Date.now()` counts. If it is absent, the token
   * is used until a request gets a 401.
   */
  readonly expiresAt?: number;
  /** End of the refresh token in epoch milliseconds, if the provider says so. */
  readonly refreshTokenExpiresAt?: number;
  /** The type as the provider sent it. Requests are sent with `Bearer`; `@refresh-once/dpop` sends `DPoP`. */
  readonly tokenType?: string;
  /** The granted scopes, separated by spaces. */
  readonly scope?: string;
  /** All other fields that the provider sent (`id_token`, `user_id`, …), if JSON can represent them. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** The tokens of a login, to start with. A refresh token alone is enough. */
export type Seed = Partial<TokenSet>;

const fieldTests = {
  accessToken: isText,
  refreshToken: isText,
  expiresAt: isFiniteNumber,
  refreshTokenExpiresAt: isFiniteNumber,
  tokenType: isText,
  scope: isText,
  extra: isObject,
} as const satisfies Record<keyof TokenSet, (value: unknown) => boolean>;

/** Whether a value from a store is a token set. */
export function isTokenSet(value: unknown): value is TokenSet {
  return hasShape(value, { accessToken: isText }, fieldTests);
}

/**
 * Returns the name of a token with a character that tokens must not have, such as a line break. An HTTP
 * client would reject that token with an error that may show it.
 */
export function malformedTokenIn(tokens: Seed): "accessToken" | "refreshToken" | undefined {
  const names = ["accessToken", "refreshToken"] as const;
  return names.find((name) => tokens[name] && !isTokenText(tokens[name]));
}

/**
 * Checks the tokens of a login. A refresh token alone is enough.
 *
 * @param what the subject of the error message
 * @throws {TokenError} `invalid_response`; it names the first wrong field, without its value
 */
export function checkSeed(value: unknown, what = "The seed"): TokenSet {
  const seed = storableCopy(value);
  const problem = problemIn(seed);
  if (problem) {
    throw new TokenError("invalid_response", `${what} is not a valid token set: ${problem}.`);
  }
  return withTokens(seed, what);
}

function problemIn(seed: Seed): string | undefined {
  const field = wrongProperty(seed, {}, fieldTests);
  if (field) return `${field} has a wrong type`;
  const malformed = malformedTokenIn(seed);
  if (malformed) return `${malformed} has an invalid character, such as a line break`;
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
 * Copies the known fields, as a store would return them. Each property is read only once, because a getter
 * may return something else the second time.
 */
function storableCopy(value: unknown): Seed {
  if (!isObject(value)) return {};
  const fields = Object.keys(fieldTests).map((name): [string, unknown] => [
    name,
    Reflect.get(value, name),
  ]);
  const present = fields.filter(([, field]) => !isBlank(field));
  return Object.fromEntries(
    present.map(([name, field]) => [name, name === "extra" ? serializable(field) : field]),
  );
}
