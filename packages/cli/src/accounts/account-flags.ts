import { type RefreshFunction, TokenError } from "@refresh-once/core";
import { refreshTokenGrant } from "@refresh-once/providers";
import { defineLogins, type LoginOptions } from "../login-options.ts";
import { messageOf, wrongUsage } from "../program/command-error.ts";
import type { Account } from "./account.ts";
import { discoveredRevocation } from "./discovered-revocation.ts";

/** The flags that describe an account without a configuration file. */
export interface AccountFlags {
  readonly tokenEndpoint?: string;
  readonly issuer?: string;
  readonly clientId?: string;
  readonly clientSecretEnv?: string;
  readonly store?: string;
}

/** Whether the command line describes an account. */
export function hasAccountFlags(flags: AccountFlags): boolean {
  const { tokenEndpoint, issuer, clientId, clientSecretEnv, store } = flags;
  return [tokenEndpoint, issuer, clientId, clientSecretEnv, store].some(Boolean);
}

/**
 * Makes an account of flags, except its store.
 *
 * @throws {CommandError} if flags are missing or contradict each other
 */
export function accountOfFlags(name: string, flags: AccountFlags): Account {
  const { tokenEndpoint, issuer, clientId } = flags;
  if (tokenEndpoint && issuer) {
    throw wrongUsage("Give --issuer or --token-endpoint, not both.");
  }
  if (!tokenEndpoint && !issuer) {
    return { name, options: { refresh: withoutEndpoint }, origins: [] };
  }
  if (!clientId) throw wrongUsage("Give the id of the client: --client-id ID.");
  const clientSecret = secretOf(flags);
  const client = { clientId, ...(clientSecret && { clientSecret }) };
  try {
    const refresh = refreshTokenGrant(
      issuer ? { issuer, ...client } : { url: tokenEndpoint ?? "", ...client },
    );
    if (!issuer) return { name, options: { refresh }, origins: [] };
    const login = defineLogins({ [name]: { issuer, ...client } })[name];
    return { name, options: { refresh, revoke: revocationOf(login) }, login, origins: [] };
  } catch (cause) {
    throw wrongUsage(messageOf(cause), cause);
  }
}

/** A secret on the command line would be visible to all users of the machine. */
function secretOf({ clientSecretEnv }: AccountFlags): string | undefined {
  if (!clientSecretEnv) return undefined;
  const secret = process.env[clientSecretEnv];
  if (!secret) throw wrongUsage(`The environment variable ${clientSecretEnv} is empty or not set.`);
  return secret;
}

function revocationOf(login: LoginOptions | undefined) {
  if (!login) throw wrongUsage("Give --issuer.");
  return discoveredRevocation(login);
}

/** Commands that only read need no token endpoint. */
const withoutEndpoint: RefreshFunction = async () => {
  throw new TokenError(
    "misconfigured",
    "To refresh, the command must know the token endpoint: give --issuer or --token-endpoint.",
  );
};
