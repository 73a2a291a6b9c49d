import { createServer } from "node:http";
import { expect, test, vi } from "vitest";
import { startAuthorizationServer } from "../src/index.ts";
import { refresh, started, visit } from "./calls.ts";

test("a server listens on two loopback origins", async () => {
  const server = await started();
  expect(server.origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(server.otherOrigin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(server.otherOrigin).not.toBe(server.origin);
});

test("the other origin rejects every request and records it", async () => {
  const server = await started();
  const response = await visit(`${server.otherOrigin}/oro-bank/accounts?a=1`, "secret");
  expect(response.status).toBe(401);
  const [request] = server.foreignRequests();
  expect(request).toMatchObject({ method: "GET", path: "/oro-bank/accounts?a=1", body: "" });
  expect(request?.headers.authorization).toBe("Bearer secret");
  expect(server.counters()).toMatchObject({ resourceRequests: 0, unauthorized: 0 });
});

test("a path that is neither a token endpoint nor a resource is a 404", async () => {
  const server = await started();
  for (const path of ["/", "/oro-bank", "/oro-bank/accountsX", "//"]) {
    expect((await fetch(server.origin + path)).status).toBe(404);
  }
});

test("two servers share no token and no client", async () => {
  const [one, two] = [await started(), await started()];
  expect(one.client).not.toEqual(two.client);
  const { accessToken } = one.issueTokens("vault");
  expect((await visit(two.resourceUrl("vault"), accessToken)).status).toBe(401);
});

test("a slow token endpoint rotates first and replies later", async () => {
  const server = await started({ latency: 100 });
  const sentAt = performance.now();
  const response = refresh(server, "vault", server.issueRefreshToken("vault"));
  await expect.poll(() => server.counters().refreshes, { interval: 1 }).toBe(1);
  expect((await response).status).toBe(200);
  expect(performance.now() - sentAt).toBeGreaterThanOrEqual(99);
});

test("close() ends delays and open connections at once, and can be called again", async () => {
  const warnings = vi.spyOn(process, "emitWarning");
  const server = await started({ latency: 600_000 });
  const { accessToken } = server.issueTokens("vault");
  const open = Array.from({ length: 20 }, () => [
    refresh(server, "vault", "unknown"),
    visit(`${server.resourceUrl("vault")}?delay=600000`, accessToken),
  ]).flat();
  const ended = Promise.allSettled(open);
  await expect.poll(() => server.counters().tokenRequests).toBe(20);
  await expect.poll(() => server.counters().resourceRequests).toBe(20);
  await server.close();
  expect((await ended).every(({ status }) => status === "rejected")).toBe(true);
  await server.close();
  await expect(fetch(server.origin)).rejects.toThrow();
  expect(warnings).not.toHaveBeenCalled();
});

test("a server is closed at the end of its scope", async () => {
  const server = await startAuthorizationServer();
  await server[Symbol.asyncDispose]();
  await expect(fetch(server.origin)).rejects.toThrow();
});

test("a port in use is an error, and no listener stays open", async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
  const address = taken.address();
  const port = typeof address === "object" ? address?.port : undefined;
  await expect(startAuthorizationServer({ port: port ?? 0 })).rejects.toThrow("EADDRINUSE");
  await new Promise((resolve) => taken.close(resolve));
});

test("a request whose body never ends is not processed", async () => {
  const server = await started();
  const stop = new AbortController();
  const body = new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode("{")),
  });
  const init = { method: "POST", body, duplex: "half" as const, signal: stop.signal };
  const call = expect(fetch(server.tokenUrl("vault"), init)).rejects.toThrow();
  await expect.poll(() => server.counters().tokenRequests).toBe(1);
  stop.abort();
  await call;
  await expect.poll(() => server.requests("vault").length).toBe(1);
  expect(server.counters().refreshes).toBe(0);
});
