import { isTokenError } from "@refresh-once/core";
import { authFetch } from "@refresh-once/fetch";
import { describe, expect, test } from "vitest";
import { openAccount } from "./account.ts";
import { wrappedClients } from "./wrapped-clients.ts";

/** An account whose access token the server rejects by now, and a fetch for it. */
async function openStale() {
  const account = await openAccount("vault");
  const { accessToken, refreshToken } = account.server.issueTokens("vault");
  account.server.expireAccessTokens();
  const tokens = account.manager({ accessToken, refreshToken });
  return { ...account, tokens, fetch: authFetch(tokens, { origins: [account.server.origin] }) };
}

describe.each(wrappedClients)("%s, whose fetch is a wrapper of ours", (_, connect) => {
  test("gets its answer after a 401, by one refresh", async () => {
    await using account = await openStale();
    const client = connect(account.fetch, account.target.resourceUrl);
    expect(await client.get("models")).toMatchObject({ method: "GET" });
    expect(account.server.counters()).toMatchObject({ refreshes: 1, unauthorized: 1, accepted: 1 });
    await client.get("models");
    expect(account.server.counters()).toMatchObject({ unauthorized: 1, accepted: 2 });
  });

  test("posts the same JSON once more", async () => {
    await using account = await openStale();
    const client = connect(account.fetch, account.target.resourceUrl);
    const body = { model: "m", messages: ["ä".repeat(10_000)] };
    expect(await client.post("chat/completions", body)).toMatchObject({
      method: "POST",
      contentType: expect.stringContaining("application/json"),
      body: JSON.stringify(body),
    });
    expect(account.server.counters()).toMatchObject({ refreshes: 1, unauthorized: 1, accepted: 1 });
  });

  test("makes one refresh for 20 calls at once", async () => {
    await using account = await openStale();
    const client = connect(account.fetch, account.target.resourceUrl);
    const calls = Array.from({ length: 20 }, (_, index) =>
      index % 2 ? client.get(`${index}`) : client.post(`${index}`, { index }),
    );
    const answers = await Promise.all(calls);
    expect(answers[0]).toMatchObject({ method: "POST", body: '{"index":0}' });
    expect(answers[19]).toMatchObject({ method: "GET" });
    expect(account.server.counters()).toMatchObject({ refreshes: 1, reuses: 0, accepted: 20 });
  });

  test("P5: makes its own error of a second 401, and does not multiply it", async () => {
    await using account = await openStale();
    const client = connect(account.fetch, account.target.resourceUrl);
    const error: unknown = await client.get("models?status=401").catch((reason: unknown) => reason);
    const { status, response } = Object(error);
    expect(status ?? response?.status).toBe(401);
    expect(isTokenError(error)).toBe(false);
    expect(account.server.counters()).toMatchObject({ refreshes: 1, resourceRequests: 2 });
  });

  test("P9: fails with the TokenError of a dead refresh token, which is sent once", async () => {
    await using account = await openStale();
    account.server.revokeRefreshTokens();
    const client = connect(account.fetch, account.target.resourceUrl);
    const error: unknown = await client.get("models").catch((reason: unknown) => reason);
    const tokenError = isTokenError(error) ? error : Object(error).cause;
    expect(tokenError).toMatchObject({ code: "invalid_grant", response: { status: 401 } });
    expect(account.server.counters()).toMatchObject({ tokenRequests: 1 });
  });
});
