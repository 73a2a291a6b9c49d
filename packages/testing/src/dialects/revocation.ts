import { refusedClient } from "./client-authentication.ts";
import type { AskedRevocation, ClientRegistration, TokenCall } from "./dialect.ts";
import { textField } from "./fields.ts";
import { invalidRequest } from "./oauth-replies.ts";

/**
 * Reads a request to the standard's revocation endpoint. The `token_type_hint` is ignored, because the
 * ledger looks the token up among all types.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc7009#section-2.1 RFC 7009 §2.1}
 */
export function readRevocation(call: TokenCall, client: ClientRegistration): AskedRevocation {
  const refused = refusedClient(call, client);
  if (refused) return refused;
  const token = textField(call.fields, "token");
  return token === undefined ? invalidRequest("Missing token.") : { kind: "revocation", token };
}
