import { describe, expect, test } from "vitest";
import { createTokenManager, memoryStore, type Seed } from "../src/index.ts";

const secret = "secret-token";
const refresh = async () => ({ accessToken: "a1" });

const odd: [string, Seed][] = ["\r", "\n", "\0", "\r\nX-Admin: 1", "€", "\t"].flatMap(
  (characters) => [
    [`an access token with ${JSON.stringify(characters)}`, { accessToken: secret + characters }],
    [
      `a refresh token with ${JSON.stringify(characters)}`,
      { accessToken: "a0", refreshToken: secret + characters },
    ],
  ],
);

/** The error or the result of a call. */
async function failureOf(call: () => Promise<unknown>): Promise<unknown> {
  return call().then(
    () => expect.fail("it was taken"),
    (error: unknown) => error,
  );
}

describe.each(odd)("P8: %s is rejected, and not shown,", (_, tokens) => {
  const named = tokens.refreshToken ? "refreshToken" : "accessToken";

  test("by set()", async () => {
    const store = memoryStore();
    const error = await failureOf(() => createTokenManager({ refresh, store }).set(tokens));
    expect(error).toMatchObject({ code: "invalid_response" });
    expect(error).toHaveProperty("message", expect.stringContaining(named));
    expect(String(error)).not.toContain(secret);
    expect(await store.read()).toBeUndefined();
  });

  test("as a seed", async () => {
    const error = await failureOf(() => createTokenManager({ refresh, seed: tokens }).get());
    expect(error).toMatchObject({ code: "misconfigured" });
    expect(error).toHaveProperty("message", expect.stringContaining(named));
    expect(String(error)).not.toContain(secret);
  });

  test("in a store", async () => {
    const store = memoryStore();
    const claim = await store.claim(0, { duration: 1_000 });
    await claim?.commit({ revision: 1, obtainedAt: 1, tokens: { accessToken: "", ...tokens } });
    const error = await failureOf(() => createTokenManager({ refresh, store }).get());
    expect(error).toMatchObject({ code: "store_damaged" });
    expect(String(error)).not.toContain(secret);
  });
});

test("a refresh token alone is enough for a login", async () => {
  const tokens = createTokenManager({ refresh, seed: { refreshToken: "r0", accessToken: "" } });
  expect(await tokens.get()).toMatchObject({ accessToken: "a1" });
});
