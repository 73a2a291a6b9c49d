import type { RefreshFunction } from "@refresh-once/core";
import { type AuthorizationServer, startAuthorizationServer } from "@refresh-once/testing";
import { onTestFinished } from "vitest";

/** Starts an authorization server with strict rotation on loopback, and makes a refresh function for it. */
export interface Bank {
  readonly server: AuthorizationServer;
  readonly refresh: RefreshFunction;
}

export async function openBank(
  ...options: Parameters<typeof startAuthorizationServer>
): Promise<Bank> {
  const server = await startAuthorizationServer(...options);
  onTestFinished(() => server.close());
  return { server, refresh: (current) => grant(server, current?.refreshToken ?? "") };
}

async function grant(server: AuthorizationServer, refreshToken: string) {
  const response = await fetch(server.tokenUrl("vault"), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ grant_type: "refresh_token", refresh_token: refreshToken }),
  });
  if (!response.ok) throw Object.assign(new Error("refused"), { error: "invalid_grant" });
  const { access_token, refresh_token, expires_in } = await response.json();
  return {
    accessToken: String(access_token),
    refreshToken: String(refresh_token),
    expiresAt: Date.now() + Number(expires_in) * 1_000,
  };
}
