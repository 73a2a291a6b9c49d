import { createTokenManager } from "@refresh-once/core";
import { expect, test } from "vitest";
import { resultOf } from "../../src/worker/call-result.ts";

const tokens = { accessToken: "a1", refreshToken: "r1", tokenType: "DPoP" };

test.each([
  [{ dpop_jkt: "thumbprint", dpop_jwk: { d: "secret" }, id: 7 }, { dpop_jkt: "thumbprint" }],
  [{ dpop_jwk: { d: "secret" } }, undefined],
  [{ dpop_jkt: { d: "secret" } }, undefined],
])("of extra, a page gets the thumbprint alone: %j", async (extra, expected) => {
  const manager = createTokenManager({ refresh: async () => tokens, seed: { ...tokens, extra } });
  const result = await resultOf({ do: "get", fresh: false }, manager);
  expect(result).toEqual({
    tokens: { accessToken: "a1", tokenType: "DPoP", ...(expected && { extra: expected }) },
    usableUntil: expect.any(Number),
    asOf: expect.any(Number),
  });
});
