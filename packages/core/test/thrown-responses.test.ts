import { describe, expect, test } from "vitest";
import { failedRefresh } from "./failed-refresh.ts";

const body = { error: "invalid_grant", error_description: "not for the message" };
const json = JSON.stringify(body);

/** Defines a property that is not enumerable. */
const hidden = (error: Error, properties: object) => {
  for (const [name, value] of Object.entries(properties))
    Object.defineProperty(error, name, { value });
  return error;
};

const responseOf = (status: number, text: string, headers = {}) =>
  new Response(text, { status, headers });

/** The exception of each client for a 400 with the body above, as measured. */
const clients: Readonly<Record<string, () => unknown>> = {
  axios: () =>
    Object.assign(new Error("Request failed with status code 400"), {
      code: "ERR_BAD_REQUEST",
      status: 400,
      response: { status: 400, data: body, headers: {} },
    }),
  "axios, with the body as text": () =>
    Object.assign(new Error("Request failed"), { response: { status: 400, data: json } }),
  got: () =>
    hidden(Object.assign(new Error("Request failed"), { code: "ERR_NON_2XX_3XX_RESPONSE" }), {
      response: { statusCode: 400, body: json, headers: {} },
      cause: {},
    }),
  "ky 1": () => Object.assign(new Error("Request failed"), { response: responseOf(400, json) }),
  "ky 2": () =>
    Object.assign(new Error("Request failed"), { data: body, response: { status: 400 } }),
  ofetch: () => hidden(new Error("400 Bad Request"), { status: 400, statusCode: 400, data: body }),
  gaxios: () =>
    Object.assign(new Error("invalid_grant"), { code: 400, response: { status: 400, data: body } }),
  "openid-client and oauth4webapi": () =>
    Object.assign(
      new Error("server responded with an error in the response body", { cause: body }),
      {
        code: "OAUTH_RESPONSE_BODY_ERROR",
        status: 400,
        error: "invalid_grant",
      },
    ),
  "openid-client 5": () => Object.assign(new Error("invalid_grant"), { error: "invalid_grant" }),
  "a wrapper of one's own": () =>
    new Error("refresh failed", {
      cause: Object.assign(new Error("inner"), { response: { status: 400, data: body } }),
    }),
};

const failureOf = (thrown: unknown) => failedRefresh(thrown, 300);

describe("P10: the provider's response is found in the exception of a client", () => {
  test.each(Object.entries(clients))("%s: invalid_grant", async (_, thrown) => {
    const { failure } = await failureOf(thrown());
    expect(failure).toMatchObject({ code: "invalid_grant", kind: "terminal" });
    expect(failure).not.toHaveProperty("retryAt");
  });

  test.each([
    ["axios", { response: { status: 503, headers: { "retry-after": "7" }, data: "busy" } }],
    ["fetch clients", { response: responseOf(503, "busy", { "retry-after": "7" }) }],
    ["got", { response: { statusCode: 429, headers: { "retry-after": "7" }, body: "busy" } }],
  ])("%s: Retry-After", async (_, properties) => {
    const before = Date.now();
    const { failure } = await failureOf(Object.assign(new Error("busy"), properties));
    expect(failure).toMatchObject({ code: "unavailable", kind: "transient" });
    const { retryAt = 0 }: { retryAt?: number } = Object(failure);
    expect(retryAt - before).toBeGreaterThan(6_900);
    expect(retryAt - before).toBeLessThan(60_000);
  });

  test("openid-client: the response of an error that is not JSON", async () => {
    const error = new Error("unexpected response content-type", {
      cause: responseOf(401, "<h1>Sign in</h1>"),
    });
    const { failure } = await failureOf(error);
    expect(failure).toMatchObject({ code: "request_rejected", status: 401 });
  });

  test.each([
    ["a 502 of a gateway", { response: { status: 502, data: "<h1>Bad Gateway</h1>" } }],
    ["a 200 that could not be read", { response: { statusCode: 200, body: "<h1>Hello</h1>" } }],
    ["an invalid status", { status: 7 }],
  ])("%s says nothing about the refresh token", async (_, properties) => {
    const { failure, record } = await failureOf(Object.assign(new Error("x"), properties));
    expect(failure).toMatchObject({ code: "in_doubt", kind: "in_doubt" });
    expect(record).toMatchObject({ unanswered: 2, retry: { code: "in_doubt" } });
  });

  test("a body that never ends does not block", async () => {
    const response = new Response(new ReadableStream({}), { status: 400 });
    const { failure } = await failureOf(Object.assign(new Error("x"), { response }));
    expect(failure).toMatchObject({ name: "TokenError" });
  });
});

test("P10: a fetch response in `cause` is read for its status and its error", async () => {
  const error = new Error("The renewal failed", { cause: responseOf(400, json) });
  const { failure } = await failureOf(error);
  expect(failure).toMatchObject({ code: "invalid_grant", kind: "terminal" });
});
