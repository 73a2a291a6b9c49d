import { jsonReply, type Reply } from "../http/reply.ts";
import type { Granted, Refusal, Refused } from "./dialect.ts";

/**
 * The fields of a token reply in the standard's names, which most providers use.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-5.1 RFC 6749 §5.1}
 */
export function oauthTokens({ grant, expiresIn }: Granted): object {
  return {
    access_token: grant.accessToken,
    token_type: grant.binding ? "DPoP" : "Bearer",
    ...(expiresIn !== undefined && { expires_in: expiresIn }),
    ...(grant.refreshToken && { refresh_token: grant.refreshToken.value }),
  };
}

/**
 * An error in the standard's format, which most providers use.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-5.2 RFC 6749 §5.2}
 */
export function oauthError(
  status: number,
  error: Refusal["error"] | "invalid_grant" | "invalid_dpop_proof" | "use_dpop_nonce",
  description: string,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return jsonReply(status, { error, error_description: description }, headers);
}

/** The reply to a rejected request: 401 for an unknown client, otherwise 400. */
export function oauthRefusal({ error, description }: Refusal): Reply {
  return oauthError(error === "invalid_client" ? 401 : 400, error, description);
}

/** Rejects a request as `invalid_request`: a part of it is missing or malformed. */
export function invalidRequest(description: string): Refused {
  return { kind: "refused", refusal: { error: "invalid_request", description } };
}

/** Rejects a request as `invalid_client`: the client could not be authenticated. */
export function invalidClient(description: string): Refused {
  return { kind: "refused", refusal: { error: "invalid_client", description } };
}

/** Rejects a request whose grant type is missing or not the supported one; `undefined` if it is. */
export function refusedGrantType(given: unknown, supported: string): Refused | undefined {
  if (given === supported) return undefined;
  if (given === undefined) return invalidRequest("Missing grant_type.");
  const description = `The grant type must be ${supported}.`;
  return { kind: "refused", refusal: { error: "unsupported_grant_type", description } };
}
