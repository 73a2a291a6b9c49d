import { createDpop, type DpopOptions } from "../../src/index.ts";
import { clientId, redirectUri } from "./client.ts";
import type { OidcServer } from "./server.ts";

/** A login by the code flow: its refresh token is bound, as for every public client. */
export async function logIn(server: OidcServer, options?: DpopOptions) {
  const dpop = createDpop(options);
  const key = await dpop.createKey();
  const code = await server.issueCode(key.thumbprint);
  const fields = { grant_type: "authorization_code", code, redirect_uri: redirectUri };
  const body = new URLSearchParams({ ...fields, client_id: clientId });
  const response = await key.fetch(server.tokenUrl, { method: "POST", body });
  if (!response.ok) throw new Error(`the login failed: ${await response.text()}`);
  const { refresh_token: refreshToken } = await response.json();
  return { refreshToken: String(refreshToken), extra: key.extra };
}
