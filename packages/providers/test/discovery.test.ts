import { createServer, type RequestListener } from "node:http";
import { createTokenManager } from "@refresh-once/core";
import { describe, expect, onTestFinished, test } from "vitest";
import { refreshTokenGrant } from "../src/index.ts";
import { call, failureOf, thrownBy } from "./call.ts";
import { startOidcServer } from "./oidc-server.ts";

const clientId = "app";

/** A server on loopback; its requests, and how it answers them. */
async function serverWith(answer: (path: string, origin: string) => object | number) {
  const paths: string[] = [];
  const listener: RequestListener = ({ url = "" }, response) => {
    paths.push(url);
    const said = answer(url, origin);
    response.statusCode = typeof said === "number" ? said : 200;
    response.end(typeof said === "number" ? "" : JSON.stringify(said));
  };
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("no TCP address");
  const origin = `http://127.0.0.1:${address.port}`;
  return { origin, paths };
}

/** The documents of the two specifications for an issuer with the path `/tenant`. */
const openid = "/tenant/.well-known/openid-configuration";
const oauth = "/.well-known/oauth-authorization-server/tenant";

/** A server that has one document, and a token endpoint. */
function serverOf(documentPath: string, more: object = {}) {
  return serverWith((path, origin) => {
    if (path === "/token") return { access_token: "a2", refresh_token: "r2" };
    if (path !== documentPath) return 404;
    return { issuer: `${origin}/tenant`, token_endpoint: `${origin}/token`, ...more };
  });
}

describe("with an issuer, refreshTokenGrant", () => {
  test("finds the token endpoint of oidc-provider, and asks once", async () => {
    const { issuer, issueRefreshToken } = await startOidcServer([
      { client_id: clientId, token_endpoint_auth_method: "none" },
    ]);
    const asked: string[] = [];
    const watched: typeof fetch = (input, init) => {
      asked.push(String(input));
      return fetch(input, init);
    };
    const refresh = refreshTokenGrant({ issuer, clientId, fetch: watched });
    expect(refresh.endpoint).toBe(issuer);
    const { refreshToken } = await call(refresh, await issueRefreshToken(clientId));
    await call(refresh, refreshToken);
    expect(asked).toEqual([
      `${issuer}/.well-known/openid-configuration`,
      `${issuer}/token`,
      `${issuer}/token`,
    ]);
  });

  test.each([
    ["OpenID Connect", openid, [openid, "/token"]],
    ["RFC 8414", oauth, [openid, oauth, "/token"]],
  ])("reads the document of %s", async (_, path, expected) => {
    const { origin, paths } = await serverOf(path);
    const refresh = refreshTokenGrant({ issuer: `${origin}/tenant`, clientId });
    expect((await call(refresh, "r1")).refreshToken).toBe("r2");
    expect(paths).toEqual(expected);
  });

  test.each([
    ["no document", () => serverWith(() => 404), "misconfigured"],
    [
      "a document of another issuer",
      () => serverOf(openid, { issuer: "https://x" }),
      "misconfigured",
    ],
    [
      "a document without an endpoint",
      () => serverOf(openid, { token_endpoint: 7 }),
      "misconfigured",
    ],
    [
      "an unencrypted endpoint",
      () => serverOf(openid, { token_endpoint: "http://auth.example/token" }),
      "insecure_origin",
    ],
    ["a server that is down", () => serverWith(() => 503), "unreachable"],
    ["a server that is busy", () => serverWith(() => 429), "unreachable"],
  ])("sends no refresh token for %s", async (_, start, code) => {
    const { origin, paths } = await start();
    const refresh = refreshTokenGrant({ issuer: `${origin}/tenant`, clientId });
    expect(await failureOf(call(refresh, "r1"))).toMatchObject({ code });
    expect(paths).not.toContain("/token");
  });

  test("sends no refresh token if nobody answers", async () => {
    const refresh = refreshTokenGrant({ issuer: "http://127.0.0.1:9", clientId });
    expect(await failureOf(call(refresh, "r1"))).toMatchObject({ code: "unreachable" });
  });

  test("asks again after a failure, and the login goes on", async () => {
    let answers = 0;
    const { origin, paths } = await serverWith((path, origin) => {
      if (path === "/token") return { access_token: "a2", refresh_token: "r2" };
      answers += 1;
      if (answers === 1) return 503;
      return { issuer: origin, token_endpoint: `${origin}/token` };
    });
    const refresh = refreshTokenGrant({ issuer: origin, clientId });
    const tokens = createTokenManager({ refresh, seed: { refreshToken: "r1" } });
    expect((await tokens.get()).accessToken).toBe("a2");
    expect(paths.filter((path) => path === "/token")).toHaveLength(1);
  });

  test.each([
    ["issuer", { issuer: "auth.example" }],
    ["issuer", { issuer: "https://auth.example?tenant=1" }],
    ["issuer", { issuer: "https://auth.example", url: "https://auth.example/token" }],
    ["url", {}],
  ])("wants a right %s", async (name, options) => {
    const build = () => refreshTokenGrant({ clientId, ...options });
    const thrown = await thrownBy(Promise.resolve().then(build));
    expect(thrown).toBeInstanceOf(TypeError);
    expect(thrown).toMatchObject({ message: expect.stringContaining(`"${name}" must be`) });
  });

  test("must be encrypted", async () => {
    const build = () => refreshTokenGrant({ clientId, issuer: "http://auth.example" });
    const failure = await failureOf(Promise.resolve().then(build));
    expect(failure).toMatchObject({ code: "insecure_origin" });
  });
});
