import type { IncomingMessage, ServerResponse } from "node:http";
import type Provider from "oidc-provider";
import type { RefreshLedger } from "./refresh-ledger.ts";

/** A protected resource that asks the authorization server about each access token. */
export async function answerAt(
  provider: Provider,
  ledger: RefreshLedger,
  { headers }: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [, accessToken = ""] = /^Bearer (.+)$/.exec(headers.authorization ?? "") ?? [];
  const isGood = await provider.AccessToken.find(accessToken);
  if (!isGood) ledger.rejected(accessToken);
  const challenge = { "www-authenticate": 'Bearer error="invalid_token"' };
  response.writeHead(isGood ? 200 : 401, {
    "content-type": "application/json",
    ...(!isGood && challenge),
  });
  response.end("{}");
}
