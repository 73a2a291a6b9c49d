import type { Configuration } from "openid-client";
import { isLoopback, type LoginOptions } from "../login-options.ts";
import { CommandError } from "../program/command-error.ts";

/**
 * Reads the endpoints of an issuer from its discovery document: that of OpenID Connect, or that of RFC 8414.
 *
 * @throws {CommandError} if there is none
 */
export async function discover(login: LoginOptions, signal: AbortSignal): Promise<Configuration> {
  const { discovery } = await import("openid-client");
  const failures: unknown[] = [];
  for (const algorithm of ["oidc", "oauth2"] as const) {
    try {
      const options = { ...(await requestOptions(login, signal)), algorithm };
      const { issuer, clientId } = login;
      return await discovery(new URL(issuer), clientId, {}, await clientOf(login), options);
    } catch (failure) {
      signal.throwIfAborted();
      failures.push(failure);
    }
  }
  throw new CommandError(
    `The discovery document of ${login.issuer} cannot be read. Check the issuer, also the slash at its end, ` +
      "and the connection.",
    undefined,
    failures,
  );
}

/** Requests end when the command is interrupted. */
async function requestOptions({ issuer }: LoginOptions, signal: AbortSignal) {
  const { allowInsecureRequests, customFetch } = await import("openid-client");
  const send = (url: string, init: object) => {
    const own = Reflect.get(init, "signal");
    const signals = own instanceof AbortSignal ? [own, signal] : [signal];
    return fetch(url, { ...init, signal: AbortSignal.any(signals) });
  };
  return {
    [customFetch]: send,
    ...(isLoopback(issuer) && { execute: [allowInsecureRequests] }),
  };
}

async function clientOf({ clientSecret, clientAuthentication }: LoginOptions) {
  const { ClientSecretBasic, ClientSecretPost, None } = await import("openid-client");
  if (!clientSecret || clientAuthentication === "none") return None();
  const authenticate =
    clientAuthentication === "client_secret_post" ? ClientSecretPost : ClientSecretBasic;
  return authenticate(clientSecret);
}
