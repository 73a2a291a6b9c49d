import type { Seed } from "@refresh-once/core";
import { unlessInterrupted } from "../program/interrupt.ts";
import { discover } from "./discover.ts";
import type { LoginContext } from "./login-context.ts";
import { asLoginFailure } from "./login-failure.ts";
import { tokensOf } from "./login-reply.ts";
import { openBrowser } from "./open-browser.ts";
import { receiveRedirect } from "./redirect-receiver.ts";

/**
 * Logs in by the authorization code grant with PKCE, over a redirect to loopback. openid-client checks `state`,
 * `iss` and the ID token.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc8252 RFC 8252}
 * @see {@link https://www.rfc-editor.org/rfc/rfc9207 RFC 9207}: `iss`
 */
export async function codeLogin(context: LoginContext): Promise<Seed> {
  const { login, scope, signal, output } = context;
  const client = await import("openid-client");
  const configuration = await discover(login, signal);
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const expectedState = client.randomState();
  const { redirectUri = "http://127.0.0.1/callback" } = login;
  await using receiver = await receiveRedirect(redirectUri, expectedState);
  const url = client.buildAuthorizationUrl(configuration, {
    ...login.parameters,
    redirect_uri: receiver.redirectUri,
    scope,
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: "S256",
    state: expectedState,
  });
  output.message(
    `Open this page to log in:\n\n${url.href}\n\nWaiting for the browser to come back…`,
  );
  if (context.opensBrowser && output.hasReader) openBrowser(url);
  const redirect = await unlessInterrupted(signal, receiver.received);
  try {
    const checks = { pkceCodeVerifier, expectedState };
    const tokens = tokensOf(
      await client.authorizationCodeGrant(configuration, redirect.url, checks),
    );
    redirect.answer(true);
    return tokens;
  } catch (thrown) {
    redirect.answer(false);
    throw asLoginFailure(thrown, signal);
  }
}
