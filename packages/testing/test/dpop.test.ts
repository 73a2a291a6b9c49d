import { decodeJwt } from "jose";
import { expect, test } from "vitest";
import { refresh, started, tokensIn, visit } from "./calls.ts";
import { type ProofChanges, Prover, refreshWithProof, visitWithProof } from "./proofs.ts";

/** A server whose login has bound tokens. */
async function boundLogin(options: Parameters<typeof started>[0] = {}) {
  const server = await started({ dpop: "required", ...options });
  const prover = await Prover.create();
  const response = await refreshWithProof(server, prover, server.issueRefreshToken("autional"));
  return { server, prover, ...(await tokensIn(response)) };
}

const seconds = () => Math.floor(Date.now() / 1000);

test("a reply to a proof has tokens that are bound to its key", async () => {
  const server = await started({ dpop: "accepted" });
  const prover = await Prover.create("Ed25519");
  const response = await refreshWithProof(server, prover, server.issueRefreshToken("autional"));
  const body = await response.json();
  expect(body).toMatchObject({
    token_type: "DPoP",
    dpop_access_token_bound: true,
    dpop_signing_alg: "Ed25519",
  });
  expect(decodeJwt(body.access_token).cnf).toEqual({ jkt: prover.thumbprint });
  expect((await visitWithProof(server, prover, body.access_token)).status).toBe(200);
});

test.each([
  ["accepted", 200],
  ["required", 400],
] as const)("without a proof, dpop: %j replies %d", async (dpop, status) => {
  const server = await started({ dpop });
  const response = await refresh(server, "autional", server.issueRefreshToken("autional"));
  expect(response.status).toBe(status);
  const body = await response.json();
  if (status === 200) expect(body).toMatchObject({ token_type: "Bearer" });
  else expect(body).toMatchObject({ error: "invalid_dpop_proof" });
  expect(server.counters().refreshes).toBe(status === 200 ? 1 : 0);
});

test("a refresh token of another key is rejected, and stays valid for its own", async () => {
  const { server, prover, refreshToken } = await boundLogin();
  const other = await Prover.create();
  expect((await refreshWithProof(server, other, refreshToken)).status).toBe(401);
  expect((await refreshWithProof(server, prover, refreshToken)).status).toBe(200);
  expect(server.counters()).toMatchObject({ refreshes: 2, reuses: 0 });
});

test("a bound access token is rejected as Bearer, and with a proof of another key", async () => {
  const { server, accessToken } = await boundLogin();
  const asBearer = await visit(server.resourceUrl("autional"), accessToken);
  expect(asBearer.status).toBe(401);
  const withOther = await visitWithProof(server, await Prover.create(), accessToken);
  expect(withOther.status).toBe(401);
  expect(withOther.headers.get("www-authenticate")).toBe(
    'DPoP realm="autional", error="invalid_token"',
  );
});

const wrong: readonly [string, ProofChanges][] = [
  ["another method", { htm: "DELETE" }],
  ["a query in its URL", { htu: "http://127.0.0.1/autional/accounts?page=2" }],
  ["an old iat", { iat: seconds() - 3_600 }],
  ["an iat in the future", { iat: seconds() + 3_600 }],
  ["no jti", { jti: "" }],
  ["the hash of another token", { ath: "x" }],
  ["another typ", { typ: "JWT" }],
];

test.each(wrong)("a proof with %s is invalid at the resource", async (_, changes) => {
  const { server, prover, accessToken } = await boundLogin();
  const response = await visitWithProof(server, prover, accessToken, changes);
  expect(response.status).toBe(401);
  expect(response.headers.get("www-authenticate")).toContain('error="invalid_dpop_proof"');
});

test.each(wrong)("a proof with %s is invalid at the token endpoint", async (_, changes) => {
  const { server, prover, refreshToken } = await boundLogin();
  const response = await refreshWithProof(server, prover, refreshToken, changes);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error: "invalid_dpop_proof" });
  expect(server.counters().refreshes).toBe(1);
});

test("a proof can be used once", async () => {
  const { server, prover, accessToken } = await boundLogin();
  const jti = "the same";
  expect((await visitWithProof(server, prover, accessToken, { jti })).status).toBe(200);
  expect((await visitWithProof(server, prover, accessToken, { jti })).status).toBe(401);
});

test("each endpoint wants its newest nonce, and sends it with every response", async () => {
  const server = await started({ dpop: "required", dpopNonces: "both" });
  const prover = await Prover.create();
  const refreshToken = server.issueRefreshToken("autional");
  const nonceIn = ({ headers }: Response) => ({ nonce: headers.get("dpop-nonce") ?? "" });
  const first = await refreshWithProof(server, prover, refreshToken);
  expect([first.status, await first.json()]).toMatchObject([400, { error: "use_dpop_nonce" }]);
  const second = await refreshWithProof(server, prover, refreshToken, nonceIn(first));
  expect([second.status, nonceIn(second)]).toEqual([200, nonceIn(first)]);
  const { accessToken } = await tokensIn(second);
  const third = await visitWithProof(server, prover, accessToken, nonceIn(second));
  expect(third.headers.get("www-authenticate")).toContain('error="use_dpop_nonce"');
  expect((await visitWithProof(server, prover, accessToken, nonceIn(third))).status).toBe(200);
  server.changeDpopNonces("autional");
  expect((await visitWithProof(server, prover, accessToken, nonceIn(third))).status).toBe(401);
  expect(server.counters()).toMatchObject({ refreshes: 1, reuses: 0 });
});
