import type { Asked, TokenCall } from "./dialect.ts";
import { textField } from "./fields.ts";
import { invalidRequest, refusedGrantType } from "./oauth-replies.ts";

/**
 * Reads a request with the standard's field names.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-6 RFC 6749 §6}
 */
export function readRefreshTokenGrant({ fields }: Pick<TokenCall, "fields">): Asked {
  const refused = refusedGrantType(fields.get("grant_type"), "refresh_token");
  if (refused) return refused;
  const refreshToken = textField(fields, "refresh_token");
  return refreshToken === undefined
    ? invalidRequest("Missing refresh_token.")
    : { kind: "refreshToken", refreshToken };
}
