import { expect, test } from "vitest";
import { form, refresh, started } from "./calls.ts";

const text = expect.stringMatching(/^\S+$/);

test("the reply contains an access token and nothing else", async () => {
  const server = await started();
  const response = await refresh(server, "clientCredentials", "");
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({ access_token: text });
});

test("a secret in a header is a 401, even if the body is correct", async () => {
  const server = await started();
  const { clientId, clientSecret } = server.client;
  const response = await fetch(server.tokenUrl("clientCredentials"), {
    method: "POST",
    headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
    body: new URLSearchParams({
      grant_type: "client_credentials",
      client_id: clientId,
      client_secret: clientSecret,
    }),
  });
  expect(response.status).toBe(401);
  expect(await response.json()).toMatchObject({ error: "invalid_client" });
});

test("a wrong secret is a 401, and a missing grant type is a 400", async () => {
  const server = await started();
  const post = async (fields: Record<string, string>) =>
    fetch(server.tokenUrl("clientCredentials"), { method: "POST", ...form(fields) });
  const grant_type = "client_credentials";
  const client_id = server.client.clientId;
  expect((await post({ grant_type, client_id, client_secret: "wrong" })).status).toBe(401);
  expect((await post({ client_id })).status).toBe(400);
});
