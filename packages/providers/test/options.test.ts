import { describe, expect, test } from "vitest";
import {
  autional,
  clientCredentials,
  oroBank,
  partner,
  refreshTokenGrant,
  tokenEndpoint,
  tokenRevocation,
  vault,
} from "../src/index.ts";
import { call, failureOf, thrownBy } from "./call.ts";
import { useNock } from "./wire.ts";

useNock();

const url = "https://auth.example/token";

/** Every function of this package, at a given URL. */
const at: readonly (readonly [string, (url: string) => unknown])[] = [
  ["tokenEndpoint", (url) => tokenEndpoint({ url })],
  ["oroBank", (url) => oroBank({ url })],
  ["vault", (url) => vault({ url })],
  ["clientCredentials", (url) => clientCredentials({ url, clientId: "a", clientSecret: "b" })],
  ["autional", (url) => autional({ url })],
  ["partner", (url) => partner({ url, partnerId: 7 })],
  ["refreshTokenGrant", (url) => refreshTokenGrant({ url, clientId: "app" })],
  ["tokenRevocation", (url) => tokenRevocation({ url, clientId: "app" })],
];

/** The error that a call throws synchronously. */
const thrownIn = (build: () => unknown) => thrownBy(Promise.resolve().then(build));

describe.each(at)("the URL of %s", (_, build) => {
  test.each([
    "",
    "/token",
    "auth.example/token",
    "ftp://auth.example/token",
    "data:,x",
    "https://user@auth.example/",
    "https://user:hidden@auth.example/",
  ])("must not be %j", async (wrong) => {
    const thrown = await thrownIn(() => build(wrong));
    expect(thrown).toBeInstanceOf(TypeError);
    expect(thrown).toMatchObject({ message: expect.stringContaining('"url" must be') });
    expect(thrown).not.toMatchObject({ message: expect.stringContaining("hidden") });
  });

  test.each(["http://auth.example/token", "http://localhost.example/", "http://192.168.0.1/"])(
    "must not be unencrypted: %s",
    async (wrong) => {
      const failure = await failureOf(Promise.resolve().then(() => build(wrong)));
      expect(failure).toMatchObject({ code: "insecure_origin", kind: "misuse" });
      expect(failure.message).toContain(new URL(wrong).origin);
    },
  );

  test.each(["http://localhost:3000/token", "http://127.0.0.1:3000/", "http://[::1]/"])(
    "may be unencrypted on loopback: %s",
    (local) => {
      expect(build(local)).toBeTypeOf("function");
    },
  );
});

/** The value that a program without types, or with an unset variable, passes. */
const missing = JSON.parse('{"name":null}').name;

const app = { clientId: "app" };
const secret = { clientSecret: "hidden" };
const own = () => ({});

describe.each([
  ["url", () => tokenEndpoint({ url: missing })],
  ["url", () => autional({ url: missing })],
  ["fetch", () => oroBank({ fetch: missing })],
  ["fetch", () => vault({ fetch: JSON.parse("{}") })],
  ["lifetime", () => tokenEndpoint({ url, lifetime: Number.NaN })],
  ["lifetime", () => tokenEndpoint({ url, lifetime: 0 })],
  ["lifetime", () => tokenEndpoint({ url, lifetime: -1 })],
  ["lifetime", () => tokenEndpoint({ url, lifetime: Number.POSITIVE_INFINITY })],
  ["lifetime", () => tokenEndpoint({ url, lifetime: JSON.parse('"60"') })],
  ["headers", () => tokenEndpoint({ url, headers: { "x-key": "hid\nden" } })],
  ["headers", () => tokenEndpoint({ url, headers: { "x key": "hidden" } })],
  ["headers", () => tokenEndpoint({ url, headers: JSON.parse('{"partnerId":7}') })],
  ["headers", () => tokenEndpoint({ url, headers: missing })],
  ["body", () => tokenEndpoint({ url, body: JSON.parse('{"partnerId":7}') })],
  ["body", () => tokenEndpoint({ url, body: JSON.parse('"a=b"') })],
  ["refreshToken", () => tokenEndpoint({ url, refreshToken: JSON.parse('"optional"') })],
  ["deadOn", () => tokenEndpoint({ url, deadOn: JSON.parse("401") })],
  ["deadErrors", () => tokenEndpoint({ url, deadErrors: JSON.parse('"hidden"') })],
  ["deadErrors", () => tokenEndpoint({ url, deadErrors: JSON.parse("[401]") })],
  ["reply", () => tokenEndpoint({ url, reply: { error: "" } })],
  ["reply", () => tokenEndpoint({ url, reply: JSON.parse('{"accessToken":7}') })],
  ["reply", () => tokenEndpoint({ url, reply: { accessToken: "" } })],
  ["reply", () => tokenEndpoint({ url, reply: { refreshToken: missing } })],
  ["clientId", () => clientCredentials({ url, clientId: "", clientSecret: "b" })],
  ["clientId", () => clientCredentials({ url, clientId: missing, clientSecret: "b" })],
  ["clientSecret", () => clientCredentials({ url, clientId: "a", clientSecret: "" })],
  ["clientId", () => refreshTokenGrant({ url, clientId: "" })],
  ["clientSecret", () => refreshTokenGrant({ url, clientId: "app", clientSecret: missing })],
  ["clientId", () => tokenEndpoint({ url, clientSecret: "hidden" })],
  [
    "clientSecret",
    () => tokenEndpoint({ url, ...app, clientAuthentication: "client_secret_post" }),
  ],
  [
    "clientSecret",
    () => refreshTokenGrant({ url, ...app, ...secret, clientAuthentication: "none" }),
  ],
  ["clientSecret", () => refreshTokenGrant({ url, ...app, ...secret, clientAuthentication: own })],
  [
    "clientAuthentication",
    () => tokenRevocation({ url, ...app, clientAuthentication: JSON.parse('"basic"') }),
  ],
  [
    "clientAuthentication",
    () => clientCredentials({ url, ...app, ...secret, clientAuthentication: missing }),
  ],
  ["url", () => tokenRevocation({ url: missing, clientId: "app" })],
  ["fetch", () => tokenRevocation({ url, clientId: "app", fetch: missing })],
  ["clientId", () => tokenRevocation({ url, clientId: "" })],
  ["clientSecret", () => tokenRevocation({ url, clientId: "app", clientSecret: missing })],
  ["partnerId", () => partner({ url, partnerId: missing })],
] as const)("a wrong %s", (name, build) => {
  test(`is a TypeError that names it: ${build}`, async () => {
    const thrown = await thrownIn(build);
    expect(thrown).toBeInstanceOf(TypeError);
    expect(thrown).toMatchObject({ message: expect.stringContaining(`"${name}" must`) });
    expect(thrown).not.toMatchObject({ message: expect.stringContaining("hid") });
  });
});

describe("a custom fetch", () => {
  test("is called without a receiver, and gets the signal", async () => {
    const { signal } = new AbortController();
    const seen: unknown[] = [];
    async function fetch(this: unknown, input: unknown, init?: RequestInit) {
      seen.push(this, input, init?.signal === signal);
      return Response.json({ access_token: "a2" });
    }
    await refreshTokenGrant({ url, clientId: "app", fetch })(
      { accessToken: "", refreshToken: "r1" },
      { signal },
    );
    expect(seen).toEqual([undefined, url, true]);
  });

  test("that fails rejects with its own error", async () => {
    const reason = new Error("no network in this test");
    const fetch = () => Promise.reject(reason);
    expect(await thrownBy(call(vault({ fetch }), "r1"))).toBe(reason);
  });
});
