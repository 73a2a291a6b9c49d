import { expect, test } from "vitest";
import { every, refresh, rotating, started, tokensIn, visit } from "./calls.ts";

test.each(rotating)("%s: a refresh returns valid tokens", async (provider) => {
  const server = await started();
  const response = await refresh(server, provider, server.issueRefreshToken(provider));
  expect(response.status).toBe(200);
  expect(response.headers.get("cache-control")).toBe("no-store");
  const tokens = await tokensIn(response);
  expect((await visit(server.resourceUrl(provider), tokens.accessToken)).status).toBe(200);
  expect((await refresh(server, provider, tokens.refreshToken)).status).toBe(200);
});

test.each(every)("%s: only POST is accepted", async (provider) => {
  const server = await started();
  const response = await fetch(server.tokenUrl(provider));
  expect(response.status).toBe(405);
  expect(response.headers.get("allow")).toBe("POST");
});

test.each(every)("%s: a body over 64 KiB is rejected", async (provider) => {
  const server = await started();
  const body = "x".repeat(64 * 1024 + 1);
  const response = await fetch(server.tokenUrl(provider), { method: "POST", body });
  expect(response.status).toBe(413);
});

test.each(["vault", "autional", "partner"] as const)(
  "%s: malformed JSON is a 400",
  async (name) => {
    const server = await started();
    for (const body of ["{", "[]", "null", ""]) {
      const headers = { "content-type": "application/json" };
      const response = await fetch(server.tokenUrl(name), { method: "POST", headers, body });
      expect(response.status).toBe(400);
    }
  },
);

test.each(["vault", "autional", "partner", "rfc6749", "clientCredentials"] as const)(
  "%s: a body with another content type than documented is a 400",
  async (provider) => {
    const server = await started();
    const response = await fetch(server.tokenUrl(provider), { method: "POST", body: "{}" });
    expect(response.status).toBe(400);
  },
);
