import { inspect } from "node:util";
import { isTokenError } from "@refresh-once/core";
import { describe, expect, test } from "vitest";
import { refreshTokenGrant } from "../src/index.ts";
import { failureOf, managed, thrownBy } from "./call.ts";
import { clientSecret, everyPreset } from "./every-preset.ts";
import { answers, useNock } from "./wire.ts";

useNock();

const current = { accessToken: "at-OLD-7f1b9d22", refreshToken: "rt-OLD-8c4e0a31" };
const next = { accessToken: "at-NEW-1d5a77c0", refreshToken: "rt-NEW-93be6f54" };
const signal = new AbortController().signal;
const plain = [...Object.values(current), ...Object.values(next), clientSecret];
const secrets = [...plain, ...plain.map((secret) => btoa(secret)), btoa(`app:${clientSecret}`)];

/** Everything that a logger could write about an error and its causes. */
function shown(thrown: unknown): string {
  if (typeof thrown !== "object" || thrown === null) return String(thrown);
  const own = Reflect.ownKeys(thrown).map((key) => inspect(Reflect.get(thrown, key)));
  const cause = "cause" in thrown ? shown(thrown.cause) : "";
  const views = [inspect(thrown, { depth: 10, showHidden: true }), JSON.stringify(thrown)];
  return [...views, String(thrown), ...own, cause].join("\n");
}

const found = (thrown: unknown) => secrets.filter((secret) => shown(thrown).includes(secret));

/** Replies that contain secrets. */
const echo = `${current.refreshToken} ${clientSecret} ${next.accessToken} ${next.refreshToken}`;
const replies: readonly (readonly [string, number, string])[] = [
  ["HTML", 200, `<p>${echo}</p>`],
  ["truncated JSON", 200, `{"access_token":"${next.accessToken}","refresh_token":"${echo}`],
  ["a JSON string", 200, JSON.stringify(echo)],
  ["an error that is a token", 200, JSON.stringify({ error: current.refreshToken })],
  ["an error that is a token", 400, JSON.stringify({ error: current.refreshToken })],
  ["an error that is the secret", 401, JSON.stringify({ error: clientSecret })],
  ["an error with a description", 400, `{"error":"invalid_grant","error_description":"${echo}"}`],
  ["a message", 401, JSON.stringify({ status: "UNAUTHORIZED", message: echo })],
  ["HTML", 503, echo],
  ["more than 1 MiB", 200, echo.repeat(20_000)],
];

describe.each(everyPreset)("$name", ({ url, refresh, reply }) => {
  test.each(replies)("%s with %i shows no secret", async (_, status, body) => {
    answers(url, status, body);
    expect(found(await failureOf(refresh(current, { signal })))).toEqual([]);
  });

  test.each([
    { access: [next.accessToken], refresh: next.refreshToken },
    { access: `${next.accessToken}\n`, refresh: next.refreshToken },
    { access: next.accessToken, refresh: { token: next.refreshToken } },
    { access: next.accessToken, refresh: next.refreshToken, expiresIn: current.refreshToken },
  ])("a reply with a wrong field shows no secret: %j", async (says) => {
    answers(url, 200, reply(says));
    const outcome: unknown = await managed(refresh, current).catch((thrown: unknown) => thrown);
    if (isTokenError(outcome)) expect(found(outcome)).toEqual([]);
    else expect(outcome).toHaveProperty("accessToken", next.accessToken);
  });

  test("a redirect shows no secret", async () => {
    answers(url, 302, echo, { location: `https://elsewhere.example/?token=${next.accessToken}` });
    expect(found(await failureOf(refresh(current, { signal })))).toEqual([]);
  });

  test("a Retry-After shows no secret", async () => {
    answers(url, 503, "", { "retry-after": next.refreshToken });
    expect(found(await failureOf(refresh(current, { signal })))).toEqual([]);
  });

  test("an abort shows no secret", async () => {
    expect(found(await thrownBy(refresh(current, { signal: AbortSignal.abort() })))).toEqual([]);
  });
});

describe("a refresh token with characters that a header must not contain", () => {
  test.each(["\n", "\u0000", "ä"])("is not sent, and not in the error: %j", async (character) => {
    const refresh = refreshTokenGrant({ url: "https://auth.example/", clientId: "app" });
    const refreshToken = current.refreshToken + character;
    const failure = await failureOf(refresh({ ...current, refreshToken }, { signal }));
    expect(failure.code).toBe("login_required");
    expect(found(failure)).toEqual([]);
  });
});

test("the check itself finds hidden secrets", () => {
  const error = new Error("x", { cause: { deep: { token: next.accessToken } } });
  Object.defineProperty(error, "hidden", { value: clientSecret });
  expect(found(error)).toEqual([next.accessToken, clientSecret]);
});
