import { createTokenManager, memoryStore } from "@refresh-once/core";
import { startAuthorizationServer } from "@refresh-once/testing";
import { expect, test } from "vitest";
import { failureOf } from "./login.ts";
import { userRefreshes } from "./user-refreshes.ts";

test.each(userRefreshes)(
  "P9, P10: the provider's 400 `invalid_grant` is understood out of %s, and costs one call",
  async (_, refreshAt) => {
    await using server = await startAuthorizationServer();
    const store = memoryStore();
    const seed = { refreshToken: server.issueRefreshToken("rfc6749") };
    const events: string[] = [];
    const open = () =>
      createTokenManager({
        refresh: refreshAt(server),
        store,
        seed,
        onEvent: ({ type }) => events.push(type),
      });
    const tokens = open();
    const first = await tokens.get();
    // It was told as the provider sends it: `expires_in` and the new refresh token are understood, too.
    expect(first.expiresAt).toBeGreaterThan(Date.now());
    expect(first.refreshToken).not.toBe(seed.refreshToken);

    server.revokeRefreshTokens();
    const error = await failureOf(tokens.renew(first));
    expect(error).toMatchObject({
      ...{ code: "invalid_grant", kind: "terminal", oauthError: "invalid_grant", status: 400 },
      ...{ attempts: 1 },
    });
    expect(error).not.toHaveProperty("retryAt");
    for (const manager of [tokens, open()]) {
      expect(await failureOf(manager.renew(first))).toMatchObject({ code: "invalid_grant" });
    }
    expect(server.counters().tokenRequests).toBe(2);
    expect(events.filter((type) => type === "reauthorization_required")).toHaveLength(2);
  },
);
