import { expect, test } from "vitest";
import type { AuthorizationServer } from "../src/index.ts";
import { form, refresh, started } from "./calls.ts";

const post = (server: AuthorizationServer, init: RequestInit) =>
  fetch(server.tokenUrl("rfc6749"), { method: "POST", ...init });

const encoded = (text: string) => new URLSearchParams({ text }).toString().slice("text=".length);

function grantFor(server: AuthorizationServer): { grant_type: string; refresh_token: string } {
  return { grant_type: "refresh_token", refresh_token: server.issueRefreshToken("rfc6749") };
}

test("a client may authenticate by HTTP Basic, with both parts form-encoded", async () => {
  const server = await started();
  const { clientId, clientSecret } = server.client;
  const authorization = `Basic ${btoa(`${encoded(clientId)}:${encoded(clientSecret)}`)}`;
  const response = await post(server, { ...form(grantFor(server)), headers: { authorization } });
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ token_type: "Bearer", expires_in: 300 });
});

test("a client that does not encode its secret is rejected", async () => {
  const server = await started();
  const { clientId, clientSecret } = server.client;
  const authorization = `Basic ${btoa(`${clientId}:${clientSecret}`)}`;
  const response = await post(server, { ...form(grantFor(server)), headers: { authorization } });
  expect(response.status).toBe(401);
  expect(response.headers.get("www-authenticate")).toMatch(/^Basic realm=/);
  expect(await response.json()).toMatchObject({ error: "invalid_client" });
});

test("a client without a secret is rejected", async () => {
  const server = await started();
  const client_id = server.client.clientId;
  const response = await post(server, form({ ...grantFor(server), client_id }));
  expect(response.status).toBe(401);
});

test("a client that authenticates in two ways is rejected", async () => {
  const server = await started();
  const { clientId, clientSecret } = server.client;
  const authorization = `Basic ${btoa(`${encoded(clientId)}:${encoded(clientSecret)}`)}`;
  const body = form({ ...grantFor(server), client_secret: clientSecret });
  const response = await post(server, { ...body, headers: { authorization } });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error: "invalid_request" });
});

test("errors have the codes of RFC 6749", async () => {
  const server = await started();
  const { clientId: client_id, clientSecret: client_secret } = server.client;
  const client = { client_id, client_secret };
  const failure = async (fields: Record<string, string>) => {
    const response = await post(server, form({ ...client, ...fields }));
    expect(response.status).toBe(400);
    return (await response.json()).error;
  };
  expect(await failure({ grant_type: "password" })).toBe("unsupported_grant_type");
  expect(await failure({})).toBe("invalid_request");
  expect(await failure({ grant_type: "refresh_token" })).toBe("invalid_request");
  const dead = { grant_type: "refresh_token", refresh_token: "unknown" };
  expect(await failure(dead)).toBe("invalid_grant");
});

test("a request with a repeated parameter is invalid", async () => {
  const server = await started();
  const body = new URLSearchParams([
    ["grant_type", "refresh_token"],
    ["grant_type", "refresh_token"],
  ]);
  const response = await post(server, { body });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error: "invalid_request" });
});

test("requests are recorded as they were sent", async () => {
  const server = await started();
  await refresh(server, "rfc6749", "unknown");
  await refresh(server, "vault", "unknown");
  expect(server.requests().map(({ path }) => path)).toEqual([
    "/rfc6749/token",
    "/vault/v2.0/reference/gettoken",
  ]);
  const [call] = server.requests("rfc6749");
  expect(call).toMatchObject({ method: "POST", path: "/rfc6749/token" });
  expect(call?.headers["content-type"]).toMatch(/^application\/x-www-form-urlencoded/);
  expect(call?.body).toContain("refresh_token=unknown");
});
