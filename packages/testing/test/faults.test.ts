import { describe, expect, test } from "vitest";
import type { Fault } from "../src/index.ts";
import { refresh, started, tokensIn } from "./calls.ts";

const provider = "vault";

async function setUp(fault: Fault, times?: number) {
  const server = await started();
  server.fault(provider, fault, times);
  const refreshToken = server.issueRefreshToken(provider);
  return { server, refreshToken, call: () => refresh(server, provider, refreshToken) };
}

describe("faults before the request is processed", () => {
  test("a status is returned as requested, and the refresh token stays valid", async () => {
    const { call } = await setUp({ kind: "status", status: 503, retryAfter: 7, body: "{}" });
    const failed = await call();
    expect(failed.status).toBe(503);
    expect(failed.headers.get("retry-after")).toBe("7");
    expect(failed.headers.get("content-type")).toBe("application/json");
    expect(await failed.text()).toBe("{}");
    expect((await call()).status).toBe(200);
  });

  test("a repeated first refresh counts as needed once", async () => {
    const { server, call } = await setUp({ kind: "status", status: 500 });
    await call();
    await call();
    const counted = { tokenRequests: 2, refreshes: 1, expiries: 1 };
    expect(server.counters(provider)).toMatchObject(counted);
  });

  test("a reset ends the connection, and the refresh token stays valid", async () => {
    const { call } = await setUp({ kind: "reset" });
    await expect(call()).rejects.toThrow();
    expect((await call()).status).toBe(200);
  });

  test("a hanging request gets no reply before the server is closed", async () => {
    const { server, call } = await setUp({ kind: "hang" });
    const hanging = expect(call()).rejects.toThrow();
    await expect.poll(() => server.counters().tokenRequests).toBe(1);
    await server.close();
    await hanging;
    expect(server.counters().refreshes).toBe(0);
  });
});

describe("faults after the rotation", () => {
  test("a lost reply means that the refresh token is spent", async () => {
    const { server, call } = await setUp({ kind: "lostReply" });
    await expect(call()).rejects.toThrow();
    expect(server.counters().refreshes).toBe(1);
    expect((await call()).status).toBe(401);
    expect(server.counters().reuses).toBe(1);
  });

  test("a lost reply can be requested again in the grace window", async () => {
    const { server, call } = await setUp({ kind: "lostReply" });
    server.configure(provider, { graceWindow: 60_000 });
    await expect(call()).rejects.toThrow();
    const { refreshToken } = await tokensIn(await call());
    expect((await refresh(server, provider, refreshToken)).status).toBe(200);
    expect(server.counters()).toMatchObject({ refreshes: 2, reuses: 0 });
  });

  test("a truncated reply has a status, and half of its announced body", async () => {
    const { server, call } = await setUp({ kind: "truncate" });
    const response = await call();
    expect(response.status).toBe(200);
    expect(Number(response.headers.get("content-length"))).toBeGreaterThan(100);
    await expect(response.text()).rejects.toThrow();
    expect(server.counters().refreshes).toBe(1);
  });

  test("a reply can be replaced", async () => {
    const { server, call } = await setUp({
      kind: "reply",
      body: "<p>Welcome</p>",
      contentType: "text/html",
    });
    const response = await call();
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/html");
    expect(await response.text()).toBe("<p>Welcome</p>");
    expect(server.counters().refreshes).toBe(1);
  });
});

test("faults are queued in order, each for its number of requests", async () => {
  const { server, call } = await setUp({ kind: "status", status: 500 }, 2);
  server.fault(provider, { kind: "status", status: 429 });
  const statuses: number[] = [];
  for (let calls = 0; calls < 4; calls += 1) statuses.push((await call()).status);
  expect(statuses).toEqual([500, 500, 429, 200]);
});

test("a fault of one provider does not affect the others", async () => {
  const { server } = await setUp({ kind: "reset" });
  const response = await refresh(server, "partner", server.issueRefreshToken("partner"));
  expect(response.status).toBe(200);
});
