import type { Seed } from "@refresh-once/core";
import { readTokenAnswer } from "@refresh-once/core/adapter";
import { CommandError } from "../program/command-error.ts";

/** The reply of a token endpoint, RFC 6749 §5.1. */
export interface LoginReply {
  readonly access_token: string;
  readonly refresh_token?: string;
  readonly expires_in?: number;
  readonly token_type?: string;
  readonly scope?: string;
}

/**
 * The tokens to store.
 *
 * @throws {CommandError} without a refresh token: the login would end with its access token
 */
export function tokensOf(reply: LoginReply): Seed {
  const { access_token, refresh_token, expires_in, token_type, scope, ...extra } = reply;
  const { tokens } = readTokenAnswer({
    accessToken: { name: "access_token", value: access_token },
    refreshToken: { name: "refresh_token", value: refresh_token },
    expiresIn: { name: "expires_in", value: expires_in },
    tokenType: { name: "token_type", value: token_type },
    scope: { name: "scope", value: scope },
    extra,
  });
  if (tokens.refreshToken) return tokens;
  throw new CommandError(
    "The provider returned no refresh token, so nothing was stored. " +
      'Many providers need the scope "offline_access", and some the parameter prompt=consent or access_type=offline.',
  );
}
