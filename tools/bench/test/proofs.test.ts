import { expect, test } from "vitest";
import { proofContenders } from "../src/proofs/contenders.ts";

/** The payload and the header of a JWT. */
function partsOf(proof: string): readonly unknown[] {
  return proof
    .split(".")
    .slice(0, 2)
    .map((part) => JSON.parse(Buffer.from(part, "base64url").toString()));
}

test("each contender sends the same request, with a new proof for the same access token", async () => {
  const sent: Headers[] = [];
  const contenders = await proofContenders(async (input, init) => {
    sent.push(new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined)));
    return new Response("ok");
  });
  const proved = contenders.filter(({ isProved }) => isProved);
  expect(proved).toHaveLength(5);
  for (const { algorithm, name, run } of proved) {
    await run();
    await run();
    const [first, second] = sent.splice(0).map((headers) => {
      expect(headers.get("authorization"), name).toBe("DPoP access-token");
      return headers.get("dpop") ?? "";
    });
    expect(first, name).not.toBe(second);
    expect(partsOf(first ?? ""), name).toMatchObject([
      { alg: algorithm, typ: "dpop+jwt", jwk: expect.any(Object) },
      {
        htm: "GET",
        htu: "https://api.example.com/accounts",
        ath: "Pxa-1wifRlPl7yG_0oJNfzqq7MelmOfonFgOFgapzFI",
        jti: expect.any(String),
      },
    ]);
  }
});
