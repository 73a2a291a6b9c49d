import { expect, test } from "vitest";
import { json, refresh, started, tokensIn } from "./calls.ts";

const text = expect.stringMatching(/^\S+$/);

test("the reply is flat RFC 6749 JSON", async () => {
  const server = await started();
  const response = await refresh(server, "autional", server.issueRefreshToken("autional"));
  expect(response.headers.get("set-cookie")).toBeNull();
  expect(await response.json()).toMatchObject({
    access_token: text,
    refresh_token: text,
    token_type: "Bearer",
    expires_in: 300,
  });
});

test("the body may be empty if the refresh token is a cookie, and the new one is set as a cookie", async () => {
  const server = await started();
  const cookie = `theme=dark; refresh_token=${server.issueRefreshToken("autional")}`;
  const init = { method: "POST", ...json({}, { cookie }) };
  const response = await fetch(server.tokenUrl("autional"), init);
  expect(response.status).toBe(200);
  const { refreshToken } = await tokensIn(response);
  expect(response.headers.get("set-cookie")).toContain(`refresh_token=${refreshToken};`);
});

test("the reply to a dead refresh token is a 401 invalid_grant, and to a missing one a 400 invalid_request", async () => {
  const server = await started();
  const dead = await refresh(server, "autional", "unknown");
  expect(dead.status).toBe(401);
  expect(await dead.json()).toMatchObject({ error: "invalid_grant" });
  const missing = await fetch(server.tokenUrl("autional"), { method: "POST", ...json({}) });
  expect(missing.status).toBe(400);
  expect(await missing.json()).toMatchObject({ error: "invalid_request" });
});
