import { expect, test } from "vitest";
import { every, started, visit } from "./calls.ts";

test.each(every)(
  "%s: an access token is accepted at the resource and all paths below it",
  async (provider) => {
    const server = await started();
    const { accessToken } = server.issueTokens(provider);
    const url = `${server.resourceUrl(provider)}/42/transactions?page=2`;
    const response = await fetch(url, {
      method: "PUT",
      headers: { authorization: `Bearer ${accessToken}`, "content-type": "text/plain" },
      body: "zwölf",
    });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      provider,
      method: "PUT",
      path: url.slice(server.origin.length),
      contentType: "text/plain",
      body: "zwölf",
      bodyBytes: 6,
    });
  },
);

test("an access token is accepted only at its own provider's resource", async () => {
  const server = await started();
  const { accessToken } = server.issueTokens("vault");
  expect((await visit(server.resourceUrl("partner"), accessToken)).status).toBe(401);
});

test("a 401 has an error code, unless the request had no token", async () => {
  const server = await started();
  const url = server.resourceUrl("oroBank");
  const anonymous = await fetch(url);
  expect(anonymous.status).toBe(401);
  expect(anonymous.headers.get("www-authenticate")).toBe('Bearer realm="oroBank"');
  const wrong = await visit(url, "wrong");
  expect(wrong.status).toBe(401);
  expect(wrong.headers.get("www-authenticate")).toBe(
    'Bearer realm="oroBank", error="invalid_token"',
  );
  expect(server.counters()).toMatchObject({ resourceRequests: 2, unauthorized: 2, accepted: 0 });
});

test("a large body is counted completely and echoed up to 1 MiB", async () => {
  const server = await started();
  const response = await fetch(server.resourceUrl("vault"), {
    method: "POST",
    headers: { authorization: `Bearer ${server.issueTokens("vault").accessToken}` },
    body: "x".repeat(3 * 1024 * 1024),
  });
  const echo = await response.json();
  expect(echo.bodyBytes).toBe(3 * 1024 * 1024);
  expect(echo.body).toHaveLength(1024 * 1024);
});

test("a request is read to its end before the reply 401", async () => {
  const server = await started();
  const body = "x".repeat(3 * 1024 * 1024);
  const response = await fetch(server.resourceUrl("vault"), { method: "POST", body });
  expect(response.status).toBe(401);
});

test("status=401 rejects any access token", async () => {
  const server = await started();
  const { accessToken } = server.issueTokens("vault");
  const response = await visit(`${server.resourceUrl("vault")}?status=401`, accessToken);
  expect(response.status).toBe(401);
  expect(response.headers.get("www-authenticate")).toContain('error="invalid_token"');
  expect(server.counters().expiries).toBe(0);
});

test("insufficient_scope=1 rejects a valid access token because of its scope", async () => {
  const server = await started();
  const { accessToken } = server.issueTokens("vault");
  const response = await visit(`${server.resourceUrl("vault")}?insufficient_scope=1`, accessToken);
  expect(response.status).toBe(401);
  expect(response.headers.get("www-authenticate")).toContain('error="insufficient_scope"');
});

test("size pads any reply, even a 401, and the body is still JSON", async () => {
  const server = await started();
  const { accessToken } = server.issueTokens("vault");
  for (const query of ["?size=5000", "?size=5000&status=401"]) {
    const body = await (await visit(server.resourceUrl("vault") + query, accessToken)).text();
    expect(Buffer.byteLength(body)).toBe(5_000);
    expect(JSON.parse(body)).toBeTypeOf("object");
  }
});

test("redirect sends the client to another URL", async () => {
  const server = await started();
  const { accessToken } = server.issueTokens("vault");
  const target = `${server.otherOrigin}/elsewhere?a=1`;
  const url = `${server.resourceUrl("vault")}?redirect=${encodeURIComponent(target)}`;
  const response = await visit(url, accessToken);
  expect(response.status).toBe(302);
  expect(response.headers.get("location")).toBe(target);
});

test("the token of a delayed request is checked on arrival: the reply is a late 200 or a late 401", async () => {
  const server = await started();
  const { accessToken } = server.issueTokens("vault");
  const url = `${server.resourceUrl("vault")}?delay=100`;
  const sentAt = performance.now();
  const early = visit(url, accessToken);
  await expect.poll(() => server.counters().resourceRequests, { interval: 1 }).toBe(1);
  server.expireAccessTokens();
  const late = visit(url, accessToken);
  expect((await early).status).toBe(200);
  // A timer may fire a millisecond early.
  expect(performance.now() - sentAt).toBeGreaterThanOrEqual(99);
  expect((await late).status).toBe(401);
});

test.each(["delay=soon", "size=-1", "status=500", "redirect=there"])(
  "an invalid parameter is a 400: %s",
  async (query) => {
    const server = await started();
    const { accessToken } = server.issueTokens("vault");
    const response = await visit(`${server.resourceUrl("vault")}?${query}`, accessToken);
    expect(response.status).toBe(400);
  },
);
