import { jsonReply, type Reply } from "../http/reply.ts";
import type { Granted, Refusal, Refused } from "./dialect.ts";

/**
 * The members of a reply with tokens, as most providers name them.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-5.1 RFC 6749 §5.1}
 */
export function oauthTokens({ grant, expiresIn }: Granted): object {
  return {
    access_token: grant.accessToken,
    token_type: "Bearer",
    ...(expiresIn !== undefined && { expires_in: expiresIn }),
    ...(grant.refreshToken && { refresh_token: grant.refreshToken.value }),
  };
}

/**
 * An error as most providers write it.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-5.2 RFC 6749 §5.2}
 */
export function oauthError(
  status: number,
  error: Refusal["error"] | "invalid_grant",
  description: string,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return jsonReply(status, { error, error_description: description }, headers);
}

/** A refused call, with 401 for a client that is not known and 400 for everything else. */
export function oauthRefusal({ error, description }: Refusal): Reply {
  return oauthError(error === "invalid_client" ? 401 : 400, error, description);
}

/** Refuses a call as `invalid_request`: something is missing or malformed. */
export function invalidRequest(description: string): Refused {
  return { kind: "refused", refusal: { error: "invalid_request", description } };
}

/** Refuses a call as `invalid_client`: the client could not be authenticated. */
export function invalidClient(description: string): Refused {
  return { kind: "refused", refusal: { error: "invalid_client", description } };
}

/** Refuses a call whose grant type is missing or not the one that is offered; undefined if it is. */
export function refusedGrantType(given: unknown, offered: string): Refused | undefined {
  if (given === offered) return undefined;
  if (given === undefined) return invalidRequest("Missing grant_type.");
  const description = `The grant type must be ${offered}.`;
  return { kind: "refused", refusal: { error: "unsupported_grant_type", description } };
}
