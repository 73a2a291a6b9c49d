import { describe, expect, test } from "vitest";
import { call, failureOf, managed } from "./call.ts";
import { everyPreset } from "./every-preset.ts";
import { answers, useNock } from "./wire.ts";

useNock();

const html = "<!doctype html><title>Sign in</title>";
/** The endpoint replied without an access token: the refresh token is spent. */
const unusable = { code: "invalid_response" };
/** A gateway may have replied: it is unknown whether the refresh token is spent. */
const unknown = { code: "in_doubt", kind: "in_doubt" };

/** Replies with 200 that are JSON but not a token set in any provider's format. */
const jsonBodies: readonly (readonly [string, string])[] = [
  ["an empty object", "{}"],
  ["an array", "[]"],
  ["null", "null"],
  ["a number", "42"],
  ["a JSON string", '"a2"'],
  ["tokens in an array", '[{"access_token":"a2","accessToken":"a2"}]'],
  ["tokens of a prototype", '{"__proto__":{"access_token":"a2","accessToken":"a2"}}'],
];

/** Replies with 200 that are not JSON. */
const otherBodies: readonly (readonly [string, string])[] = [
  ["a page of HTML", html],
  ["an empty body", ""],
  ["white space", " \r\n"],
  ["truncated JSON", '{"access_token":"a2","accessToken":"a2","refresh_token":"r'],
  ["a form", "access_token=a2&refresh_token=r2"],
  ["two JSON objects", '{"access_token":"a2"}{"accessToken":"a2"}'],
];

const wrongTexts = [
  17,
  true,
  ["a2"],
  { value: "a2" },
  "a\n2",
  "a\r2",
  "a\u00002",
  "ä2",
  "a\u20282",
];

/** `TESTS=full`: all replies to each preset; else to these two, and the first reply of each kind to the others. */
const isFull = process.env.TESTS === "full";
const inDetail: readonly string[] = ["oroBank", "refreshTokenGrant"];

describe.each(everyPreset)("$name", ({ name, url, refresh, reply }) => {
  const some = <Case>(all: readonly Case[]) =>
    isFull || inDetail.includes(name) ? all : all.slice(0, 1);

  test.each(some(jsonBodies))("a 200 with %s is a reply without tokens", async (_, body) => {
    answers(url, 200, body, { "content-type": "application/json" });
    expect(await failureOf(call(refresh, "r1"))).toMatchObject(unusable);
  });

  test.each(some(otherBodies))(
    "a 200 with %s is not a reply of a token endpoint",
    async (_, body) => {
      answers(url, 200, body, { "content-type": "application/json" });
      expect(await failureOf(call(refresh, "r1"))).toMatchObject(unknown);
    },
  );

  test("a 204 is not a reply of a token endpoint", async () => {
    answers(url, 204);
    expect(await failureOf(call(refresh, "r1"))).toMatchObject(unknown);
  });

  test.each(some([undefined, null, "", ...wrongTexts]))(
    "an access token must not be %j",
    async (access) => {
      answers(url, 200, reply({ access, refresh: "r2", expiresIn: 60 }));
      const failure = await failureOf(managed(refresh, { refreshToken: "r1" }));
      expect(failure).toMatchObject(unusable);
      expect(failure.message).toMatch(/access_?token is (missing|empty|an? )/i);
    },
  );

  test.each(some(wrongTexts))(
    "a refresh token of %j does not discard the access token",
    async (wrong) => {
      answers(url, 200, reply({ access: "a2", refresh: wrong, expiresIn: 60 }));
      const tokens = await call(refresh, "r1");
      expect(tokens.accessToken).toBe("a2");
      expect(tokens).not.toHaveProperty("refreshToken");
    },
  );

  test.each(some([true, "soon", "", "NaN", "Infinity", "1h", ["60"], { seconds: 60 }, 1e306]))(
    "a lifetime of %j does not discard the tokens",
    async (expiresIn) => {
      answers(url, 200, reply({ access: "a2", refresh: "r2", expiresIn }));
      expect(await call(refresh, "r1")).toMatchObject({ accessToken: "a2", refreshToken: "r2" });
    },
  );

  test.each([
    ["invalid_grant", "invalid_grant", "terminal"],
    ["invalid_client", "request_rejected", "misuse"],
    ["temporarily_unavailable", "unavailable", "transient"],
    ["Unauthorized", "request_rejected", "misuse"],
    ["", "request_rejected", "misuse"],
  ])(
    "a 200 with the error %j is a failure, even if it contains tokens",
    async (error, code, kind) => {
      answers(url, 200, { ...reply({ access: "a2", refresh: "r2" }), error });
      expect(await failureOf(call(refresh, "r1"))).toMatchObject({ code, kind });
    },
  );

  test("a reply of more than 1 MiB is not read completely", async () => {
    const text = JSON.stringify(reply({ access: "a2", refresh: "r2" }));
    answers(url, 200, text.padEnd(1024 * 1024 + 1));
    const failure = await failureOf(call(refresh, "r1"));
    expect(failure).toMatchObject(unknown);
    expect(failure.message).toContain("1 MiB");
  });

  test("a reply of 1 MiB is read", async () => {
    const text = JSON.stringify(reply({ access: "a2", refresh: "r2" }));
    answers(url, 200, text.padEnd(1024 * 1024));
    expect(await call(refresh, "r1")).toMatchObject({ accessToken: "a2", refreshToken: "r2" });
  });
});
