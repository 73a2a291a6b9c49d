import { jsonReply, type Reply } from "./http/reply.ts";

type BearerError = "invalid_token" | "insufficient_scope";

/**
 * Makes a 401 with its challenge. If the request had no token, the challenge contains no error code.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc6750#section-3 RFC 6750 §3}
 */
export function unauthorized(
  realm: string,
  authorization: string | undefined,
  error: BearerError,
): Reply {
  const challenge = `Bearer realm="${realm}"`;
  if (authorization === undefined) {
    return jsonReply(401, { error: "unauthorized" }, { "www-authenticate": challenge });
  }
  return jsonReply(401, { error }, { "www-authenticate": `${challenge}, error="${error}"` });
}
