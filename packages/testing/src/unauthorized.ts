import { jsonReply, type Reply } from "./http/reply.ts";

type ResourceError =
  | "invalid_token"
  | "insufficient_scope"
  | "invalid_dpop_proof"
  | "use_dpop_nonce";

/** Why a request is not authorized, and by which scheme it may be. */
export interface Unauthorized {
  readonly error: ResourceError;
  readonly scheme?: "Bearer" | "DPoP";
}

/**
 * Makes a 401 with its challenge. If the request had no token, the challenge contains no error code.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc6750#section-3 RFC 6750 §3}
 */
export function unauthorized(
  realm: string,
  authorization: string | undefined,
  { error, scheme = "Bearer" }: Unauthorized,
): Reply {
  const challenge = `${scheme} realm="${realm}"`;
  if (authorization === undefined) {
    return jsonReply(401, { error: "unauthorized" }, { "www-authenticate": challenge });
  }
  return jsonReply(401, { error }, { "www-authenticate": `${challenge}, error="${error}"` });
}
