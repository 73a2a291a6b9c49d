import { jwtExpiresAt, TokenError, type TokenSet } from "@refresh-once/core";
import {
  failureOfAnswer,
  parseJson,
  readTokenAnswer,
  type TokenAnswer,
  unusableAnswer,
  withAnswerReport,
} from "@refresh-once/core/adapter";
import { type ErrorNames, errorOf } from "./reply-error.ts";
import { fieldAt, type Json, objectIn, type ReplyFields } from "./reply-fields.ts";

/** How to read a reply with a 2xx status. */
export interface ReplyFormat {
  readonly fields: Required<ReplyFields>;
  /** The access token's lifetime if neither the reply nor a JWT contains one, ms. */
  readonly lifetime: number | undefined;
  readonly errors: ErrorNames;
}

/**
 * Reads the token set in a reply with a 2xx status.
 *
 * @returns a token set; its access token is empty if the reply only has a new refresh token, which must be
 * stored nevertheless
 * @throws {TokenError} `invalid_response`, which names the field and never its value; the error that an
 * OAuth error code in the reply means; or `in_doubt` if the reply is not JSON, because then a gateway may
 * have sent it
 */
export function readReply(text: string, { fields, lifetime, errors }: ReplyFormat): TokenSet {
  const value = parseJson(text);
  if (value === undefined) {
    throw new TokenError("in_doubt", "the token endpoint replied with something that is not JSON");
  }
  const json = objectIn(value);
  const answer = answerIn(json ?? {}, fields);
  const error = json && errorIn(json, answer, errors);
  if (error !== undefined) throw failureOfAnswer({ error, deadErrors: errors.deadErrors });
  const { tokens, unusable, ignored } = readTokenAnswer(answer);
  const { accessToken = "", refreshToken } = tokens;
  const report = {
    ignored,
    ...(unusable && { unusable: { odd: json ? unusable : noObject, fix: fixReply } }),
  };
  // Throw only without a new refresh token: that one must be stored even if the rest is unusable.
  if (report.unusable && !refreshToken) throw unusableAnswer(report.unusable);
  const expiry = accessToken ? expiryOf(accessToken, lifetime) : {};
  return withAnswerReport({ ...expiry, ...tokens, accessToken }, report);
}

/**
 * The error in a reply with a 2xx status. At a path of the provider's own there may be another text in a
 * successful reply, so that it is an error only if there are no tokens.
 */
function errorIn(json: Json, answer: TokenAnswer, names: ErrorNames): string | undefined {
  const hasTokens = [answer.accessToken, answer.refreshToken].some(({ value }) => value);
  const error = typeof json.error === "string" || !hasTokens ? errorOf(json, names) : undefined;
  return typeof error === "string" ? error : undefined;
}

const noObject = { field: "the reply", was: "not a JSON object" };
const fixReply =
  "Compare the provider's documentation with the `reply` option of the token endpoint.";

/** When an access token expires: by its own `exp` if it is a JWT, otherwise by the documented lifetime. */
function expiryOf(accessToken: string, lifetime: number | undefined): Pick<TokenSet, "expiresAt"> {
  const documented = lifetime === undefined ? undefined : Date.now() + lifetime;
  const expiresAt = jwtExpiresAt(accessToken) ?? documented;
  return expiresAt === undefined ? {} : { expiresAt };
}

/** Picks the fields of the token set out of a reply. */
function answerIn(json: Json, fields: Required<ReplyFields>): TokenAnswer {
  const field = (path: string) => fieldAt(json, path);
  const { name, value: date } = field(fields.refreshTokenExpiresAt);
  const seconds = field(fields.refreshTokenExpiresIn).value;
  return {
    accessToken: field(fields.accessToken),
    refreshToken: field(fields.refreshToken),
    tokenType: field(fields.tokenType),
    scope: field(fields.scope),
    expiresIn: field(fields.expiresIn),
    refreshTokenExpiresAt: { name, value: timeOf(date) ?? endOfLifetime(seconds) },
    extra: restOf(json, fields),
  };
}

/** Parses a date; anything else is ignored, because the field is not in RFC 6749 and nothing depends on it. */
function timeOf(date: unknown): number | undefined {
  const time = typeof date === "string" ? Date.parse(date) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}

/** Keycloak's lifetime of a token without an expiry is 0, and no new token is expired already. */
function endOfLifetime(lifetime: unknown): number | undefined {
  const seconds = typeof lifetime === "string" ? Number(lifetime) : lifetime;
  const isLifetime = typeof seconds === "number" && Number.isFinite(seconds) && seconds > 0;
  return isLifetime ? Date.now() + seconds * 1_000 : undefined;
}

/** All other fields of a reply, for `extra`. */
function restOf(json: Json, { error, ...fields }: Required<ReplyFields>): Json | undefined {
  const used = new Set(Object.values(fields).map((path) => path.split(".")[0]));
  const rest = Object.entries(json).filter(([name]) => !used.has(name));
  return rest.length > 0 ? Object.fromEntries(rest) : undefined;
}
