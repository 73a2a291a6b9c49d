import type { Seed } from "@refresh-once/core";
import { CommandError } from "../program/command-error.ts";
import { unlessInterrupted } from "../program/interrupt.ts";
import { discover } from "./discover.ts";
import type { LoginContext } from "./login-context.ts";
import { asLoginFailure } from "./login-failure.ts";
import { tokensOf } from "./login-reply.ts";

/**
 * Logs in by a code that a person enters on another device.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc8628 RFC 8628}
 */
export async function deviceLogin({ login, scope, signal, output }: LoginContext): Promise<Seed> {
  const client = await import("openid-client");
  const configuration = await discover(login, signal);
  if (!configuration.serverMetadata().device_authorization_endpoint) {
    throw new CommandError(`${login.issuer} has no device flow. Log in without --device.`);
  }
  try {
    const parameters = { ...login.parameters, scope };
    const device = await client.initiateDeviceAuthorization(configuration, parameters);
    const { verification_uri, verification_uri_complete, user_code } = device;
    output.message(`Open ${verification_uri} on any device, and enter the code:\n\n${user_code}\n`);
    if (verification_uri_complete) {
      output.message(`Or open this page, which has the code:\n\n${verification_uri_complete}\n`);
    }
    output.message("Waiting for the confirmation…");
    // It notices the signal only after its pause between two requests.
    const polled = client.pollDeviceAuthorizationGrant(configuration, device, undefined, {
      signal,
    });
    return tokensOf(await unlessInterrupted(signal, polled));
  } catch (thrown) {
    throw asLoginFailure(thrown, signal);
  }
}
