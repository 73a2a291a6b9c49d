import { expect, test } from "vitest";
import { refresh, started } from "./calls.ts";

const isoDate = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z$/);
const text = expect.stringMatching(/^\S+$/);

test("the reply describes the new refresh token", async () => {
  const server = await started({ refreshTokenLifetime: 3_600_000 });
  const response = await refresh(server, "oroBank", server.issueRefreshToken("oroBank"));
  const body = await response.json();
  expect(body).toEqual({
    accessToken: text,
    refreshToken: {
      id: expect.any(Number),
      value: expect.stringMatching(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/),
      createdAt: isoDate,
      updatedAt: isoDate,
      expiredAt: isoDate,
    },
  });
  const { createdAt, expiredAt } = body.refreshToken;
  expect(Date.parse(expiredAt) - Date.parse(createdAt)).toBe(3_600_000);
});

test("every error is a 401 in JSON", async () => {
  const server = await started();
  const unknown = await refresh(server, "oroBank", "unknown");
  const missing = await fetch(server.tokenUrl("oroBank"), { method: "POST" });
  for (const response of [unknown, missing]) {
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ message: expect.any(String) });
  }
});
