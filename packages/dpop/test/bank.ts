import { createTokenManager, type TokenManagerOptions } from "@refresh-once/core";
import { authFetch } from "@refresh-once/fetch";
import { autional } from "@refresh-once/providers";
import {
  type AuthorizationServer,
  type AuthorizationServerOptions,
  startAuthorizationServer,
} from "@refresh-once/testing";
import { onTestFinished } from "vitest";
import { createDpop, type DpopOptions } from "../src/index.ts";

/** Starts a strict server that requires proofs, unless the options say otherwise. It ends with the test. */
export async function startBank(
  options: AuthorizationServerOptions = {},
): Promise<AuthorizationServer> {
  const server = await startAuthorizationServer({ dpop: "required", ...options });
  onTestFinished(() => server.close());
  return server;
}

/** A client of Autional with DPoP. */
export function clientOf(
  server: AuthorizationServer,
  options: Partial<TokenManagerOptions> = {},
  dpopOptions: DpopOptions = {},
) {
  const dpop = createDpop(dpopOptions);
  const resourceUrl = server.resourceUrl("autional");
  const tokens = createTokenManager({
    refresh: dpop.refresh((fetch) => autional({ url: server.tokenUrl("autional"), fetch })),
    ...(!options.store && { seed: { refreshToken: server.issueRefreshToken("autional") } }),
    ...options,
  });
  const bankFetch = authFetch(tokens, { origins: [resourceUrl], fetch: dpop.fetch(tokens) });
  return { dpop, tokens, resourceUrl, fetch: bankFetch };
}
