import { expect, test } from "vitest";
import { type Fault, startAuthorizationServer } from "../src/index.ts";
import { started } from "./calls.ts";

test.each([
  ["accessTokenLifetime", 0],
  ["accessTokenLifetime", Number.NaN],
  ["refreshTokenLifetime", Number.POSITIVE_INFINITY],
  ["latency", -1],
  ["graceWindow", "5s"],
  ["announceExpiry", 1],
  ["dpop", true],
  ["dpopNonces", "all"],
  ["dpopTolerance", -1],
  ["port", 65_536],
  ["port", 1.5],
  ["ports", 80],
])("a wrong option is a TypeError that names it: %s", async (name, value) => {
  await expect(startAuthorizationServer({ [name]: value })).rejects.toThrow(TypeError);
  await expect(startAuthorizationServer({ [name]: value })).rejects.toThrow(`"${name}"`);
});

test("the options of one provider can be changed, and omitted ones stay the same", async () => {
  const server = await started({ accessTokenLifetime: 1_000_000 });
  server.configure("vault", { graceWindow: 1 });
  server.configure("partner", { accessTokenLifetime: 5_000 });
  const before = Date.now();
  expect(server.issueTokens("vault").expiresAt).toBeGreaterThan(before + 900_000);
  const { expiresAt } = server.issueTokens("partner");
  expect(expiresAt).toBeLessThanOrEqual(Date.now() + 5_000);
});

test("the port belongs to the server, not to a provider", async () => {
  const server = await started();
  const options = { latency: 0, port: 1 };
  expect(() => server.configure("vault", options)).toThrow('"port"');
});

test("an unknown provider is a TypeError that names the argument", async () => {
  const server = await started();
  expect(() => Reflect.apply(server.tokenUrl, server, ["bank"])).toThrow('"provider"');
});

test.each<[string, Fault]>([
  ["status", { kind: "status", status: 99 }],
  ["retryAfter", { kind: "status", status: 503, retryAfter: -1 }],
  ["contentType", { kind: "reply", body: "", contentType: "a\r\nb" }],
])("a wrong field of a fault is a TypeError that names it: %s", async (name, fault) => {
  const server = await started();
  expect(() => server.fault("vault", fault)).toThrow(`"${name}"`);
});

test("a fault affects a whole number of requests", async () => {
  const server = await started();
  expect(() => server.fault("vault", { kind: "reset" }, 0)).toThrow('"times"');
});
