import { expect, test } from "vitest";
import { json, refresh, started } from "./calls.ts";

const text = expect.stringMatching(/^\S+$/);

test("the reply is in snake case and contains the id of the user, which stays the same", async () => {
  const server = await started({ accessTokenLifetime: 86_400_000 });
  const response = await refresh(server, "vault", server.issueRefreshToken("vault"));
  const body = await response.json();
  expect(body).toEqual({
    access_token: text,
    token_type: "Bearer",
    refresh_token: text,
    scope: expect.any(String),
    expires_in: 86_400,
    user_id: expect.stringMatching(/^usr:/),
  });
  const next = await (await refresh(server, "vault", body.refresh_token)).json();
  expect(next.user_id).toBe(body.user_id);
});

test("a dead refresh token is a 401 in the documented format", async () => {
  const server = await started();
  const response = await refresh(server, "vault", "unknown");
  expect(response.status).toBe(401);
  expect(await response.json()).toEqual({
    status: "UNAUTHORIZED",
    message: expect.any(String),
    traceId: expect.any(String),
    errors: [],
  });
});

test("the reply to an expired refresh token contains its expiry", async () => {
  const server = await started({ refreshTokenLifetime: 1 });
  const refreshToken = server.issueRefreshToken("vault");
  const issuedAt = Date.now();
  // The lifetime is one millisecond.
  await expect.poll(() => Date.now(), { interval: 1 }).toBeGreaterThan(issuedAt + 1);
  const { message } = await (await refresh(server, "vault", refreshToken)).json();
  expect(message).toMatch(/^The Token has expired on \d{4}-/);
});

test("a request without a grant type or a refresh token is a 400", async () => {
  const server = await started();
  for (const body of [{ refresh_token: "x" }, { grant_type: "refresh_token" }]) {
    const response = await fetch(server.tokenUrl("vault"), { method: "POST", ...json(body) });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ status: "BAD_REQUEST", errors: [] });
  }
});
