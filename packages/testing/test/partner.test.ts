import { expect, test } from "vitest";
import { json, refresh, started } from "./calls.ts";

const text = expect.stringMatching(/^\S+$/);

test("the reply is in snake case", async () => {
  const server = await started();
  const response = await refresh(server, "partner", server.issueRefreshToken("partner"));
  expect(await response.json()).toEqual({
    access_token: text,
    refresh_token: text,
    expires_in: 300,
    token_type: "Bearer",
  });
});

test("a dead refresh token is a 400 invalid_grant", async () => {
  const server = await started();
  const response = await refresh(server, "partner", "unknown");
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error: "invalid_grant" });
});

test("both headers and the refresh token are required", async () => {
  const server = await started();
  const refreshToken = server.issueRefreshToken("partner");
  const partnerId = String(server.client.partnerId);
  const grantType = "refresh_token";
  for (const init of [
    json({ refreshToken }, { grantType }),
    json({ refreshToken }, { grantType, partnerId: "2147483648" }),
    json({ refreshToken }, { partnerId }),
    json({ refreshToken }, { partnerId, grantType: "password" }),
    json({}, { partnerId, grantType }),
  ]) {
    const response = await fetch(server.tokenUrl("partner"), { method: "POST", ...init });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: "invalid_request" });
  }
  expect((await refresh(server, "partner", refreshToken)).status).toBe(200);
});
