import { describe, expect, test } from "vitest";
import { oroBank } from "../src/index.ts";
import { call, failureOf } from "./call.ts";
import { minute, now, stopClock } from "./clock.ts";
import { answers, useNock } from "./wire.ts";

useNock();
stopClock();

const url = "https://auth.bank.place/sessions/tokens";

/** The example in "Using the Refresh Token". */
const documented = {
  accessToken: "eyJhbGciOiJFUzI1NiIsInR5cCI6IkpXVCJ9...",
  refreshToken: {
    id: 25441,
    value: "f3450c8c-718c-423d-8af0-d00d94c895ea",
    createdAt: "2025-10-12T02:06:05.382028475Z",
    updatedAt: "2025-10-12T02:06:05.382028647Z",
    expiredAt: "2025-10-26T02:06:05.382011477Z",
  },
};

describe("oroBank", () => {
  test("sends the refresh token as the bearer of a POST without a body", async () => {
    const sent = answers(url, 200, documented);
    await call(oroBank(), "r1");
    expect(sent).toEqual([
      {
        method: "POST",
        path: "/sessions/tokens",
        headers: {
          host: "auth.bank.place",
          accept: "application/json",
          authorization: "Bearer r1",
        },
        body: "",
      },
    ]);
  });

  test("reads the documented reply: five minutes of access, and the new refresh token's expiry", async () => {
    answers(url, 200, documented);
    expect(await call(oroBank(), "r1")).toStrictEqual({
      accessToken: documented.accessToken,
      refreshToken: "f3450c8c-718c-423d-8af0-d00d94c895ea",
      expiresAt: now + 5 * minute,
      refreshTokenExpiresAt: Date.parse("2025-10-26T02:06:05.382Z"),
    });
  });

  test("accepts a refresh token whose expiry is not a date", async () => {
    const refreshToken = { value: "r2", expiredAt: 1_761_444_365 };
    answers(url, 200, { accessToken: "a2", refreshToken });
    expect(await call(oroBank(), "r1")).toStrictEqual({
      accessToken: "a2",
      refreshToken: "r2",
      expiresAt: now + 5 * minute,
    });
  });

  test.each(["r2", 17, true])(
    "keeps the access token of a reply in which the refresh token is %j instead of an object",
    async (refreshToken) => {
      answers(url, 200, { accessToken: "a2", refreshToken });
      const tokens = await call(oroBank(), "r1");
      expect(tokens.accessToken).toBe("a2");
      expect(tokens).not.toHaveProperty("refreshToken");
    },
  );

  test.each([
    ["no body", ""],
    ["a message", { message: "Unauthorized" }],
    ["a status text as the error", { statusCode: 401, error: "Unauthorized" }],
  ])("a 401 with %s means that the refresh token is dead", async (_, body) => {
    answers(url, 401, body);
    const failure = await failureOf(call(oroBank(), "spent"));
    expect(failure).toMatchObject({ code: "invalid_grant", kind: "terminal" });
  });

  test("calls the URL in its options", async () => {
    const sent = answers("http://127.0.0.1:8080/bank/tokens?v=2", 200, documented);
    await call(oroBank({ url: new URL("http://127.0.0.1:8080/bank/tokens?v=2") }), "r1");
    expect(sent).toHaveLength(1);
  });
});
