import type { Account } from "./contender.ts";

/** What hand-written code keeps. */
export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}

export function isTokens(value: unknown): value is Tokens {
  return (
    typeof value === "object" && value !== null && "accessToken" in value && "refreshToken" in value
  );
}

/**
 * A refresh as hand-written code makes it.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-6 RFC 6749 §6}
 */
export async function callTokenEndpoint(account: Account, refreshToken: string): Promise<Tokens> {
  const { tokenUrl, clientId, clientSecret } = account;
  const body = new URLSearchParams({
    grant_type: "refresh_token",
    refresh_token: refreshToken,
    client_id: clientId,
    client_secret: clientSecret,
  });
  const response = await fetch(tokenUrl, { method: "POST", body });
  const reply: unknown = await response.json();
  if (!response.ok || !isReply(reply)) throw new Error(`token endpoint: ${response.status}`);
  return { accessToken: reply.access_token, refreshToken: reply.refresh_token };
}

interface Reply {
  readonly access_token: string;
  readonly refresh_token: string;
}

function isReply(value: unknown): value is Reply {
  return (
    typeof value === "object" &&
    value !== null &&
    "access_token" in value &&
    "refresh_token" in value
  );
}
