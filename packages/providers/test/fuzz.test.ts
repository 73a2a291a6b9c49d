import { inspect } from "node:util";
import { createTokenManager, isTokenError, type TokenSet } from "@refresh-once/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  autional,
  clientCredentials,
  oroBank,
  partner,
  refreshTokenGrant,
  tokenEndpoint,
  tokenRevocation,
  vault,
} from "../src/index.ts";
import { mark, oddResponse, responseOf } from "./odd-response.ts";

const url = "https://auth.example/token";
const current = { accessToken: "", refreshToken: "r1" };
const { signal } = new AbortController();

const presets = [
  ["oroBank", oroBank],
  ["vault", vault],
  ["autional", autional],
  ["cookie", (options) => autional({ ...options, cookie: true })],
  ["partner", (options) => partner({ ...options, partnerId: 7 })],
  ["refreshTokenGrant", (options) => refreshTokenGrant({ ...options, clientId: "app" })],
  [
    "clientCredentials",
    (options) => clientCredentials({ ...options, clientId: "app", clientSecret: "cs" }),
  ],
  ["tokenEndpoint", (options) => tokenEndpoint({ ...options, deadOn: [204, 302], lifetime: 1 })],
] as const satisfies readonly [
  string,
  (options: { url: string; fetch: typeof fetch }) => unknown,
][];

const kinds = {
  accessToken: "string",
  refreshToken: "string",
  expiresAt: "number",
  refreshTokenExpiresAt: "number",
  tokenType: "string",
  scope: "string",
  extra: "object",
} as const;

/** Asserts that every field has its type, and that there are no other fields. */
function expectTokenSet(tokens: TokenSet): void {
  // Without an access token, there must be a new refresh token, which has to be stored.
  expect(tokens.accessToken || tokens.refreshToken).toBeTruthy();
  for (const [name, value] of Object.entries(tokens)) {
    expect(kinds).toHaveProperty(name);
    expect(typeof value).toBe(Reflect.get(kinds, name));
    if (typeof value === "number") expect(Number.isFinite(value)).toBe(true);
  }
}

/** Asserts that a manager has the same tokens after a restart. */
async function expectSurvivesJson(tokens: TokenSet): Promise<void> {
  const got = await createTokenManager({ refresh: async () => tokens }).get();
  expect(got.accessToken).toBe(tokens.accessToken);
  expect(JSON.parse(JSON.stringify(got))).toEqual(got);
}

function expectTypedError(thrown: unknown): void {
  if (!isTokenError(thrown)) throw thrown;
  expect(thrown.kind).toBeTypeOf("string");
  if (thrown.retryAt !== undefined) expect(Number.isFinite(thrown.retryAt)).toBe(true);
  const shown = inspect(thrown, { depth: 10, showHidden: true }) + JSON.stringify(thrown);
  expect(shown).not.toContain(mark);
}

/** The long form is `TESTS=full`. */
const numRuns = process.env.TESTS === "full" ? 500 : 50;

const pristine = Reflect.ownKeys(Object.prototype);

describe.each(presets)("%s: any reply of a token endpoint", (_, preset) => {
  test("results in a token set, or in a TokenError that quotes none of it", async () => {
    await fc.assert(
      fc.asyncProperty(oddResponse, async (reply) => {
        const refresh = preset({ url, fetch: async () => responseOf(reply) });
        const outcome = await refresh(current, { signal }).then(
          (tokens) => ({ tokens }),
          (thrown: unknown) => ({ thrown }),
        );
        if ("thrown" in outcome) return expectTypedError(outcome.thrown);
        expectTokenSet(outcome.tokens);
        if (outcome.tokens.accessToken) await expectSurvivesJson(outcome.tokens);
      }),
      { numRuns },
    );
    expect(Reflect.ownKeys(Object.prototype)).toEqual(pristine);
    expect({}).not.toHaveProperty("polluted");
  });
});

test("any reply of a revocation endpoint results in success, or in a TokenError that quotes none of it", async () => {
  await fc.assert(
    fc.asyncProperty(oddResponse, async (reply) => {
      const revoke = tokenRevocation({
        url,
        clientId: "app",
        fetch: async () => responseOf(reply),
      });
      await revoke(current, { signal }).catch(expectTypedError);
    }),
    { numRuns },
  );
});
