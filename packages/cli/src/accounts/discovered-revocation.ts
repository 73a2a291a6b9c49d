import type { RevokeFunction } from "@refresh-once/core";
import { tokenRevocation } from "@refresh-once/providers";
import { discover } from "../login/discover.ts";
import type { LoginOptions } from "../login-options.ts";

/**
 * Revokes tokens at the revocation endpoint of an issuer. If its discovery document has none, nothing can be
 * revoked, and the tokens are only deleted.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc8414#section-2 RFC 8414 §2}
 */
export function discoveredRevocation(login: LoginOptions): RevokeFunction {
  return async (tokens, context) => {
    const configuration = await discover(login, context.signal);
    const { revocation_endpoint: url } = configuration.serverMetadata();
    if (!url) return;
    const { clientId, clientSecret } = login;
    const revoke = tokenRevocation({ url, clientId, ...(clientSecret && { clientSecret }) });
    await revoke(tokens, context);
  };
}
