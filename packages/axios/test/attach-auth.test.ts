import { inspect } from "node:util";
import { staleAccount } from "@refresh-once/adapter-suite";
import { createTokenManager } from "@refresh-once/core";
import axios, { type CreateAxiosDefaults } from "axios";
import { describe, expect, test } from "vitest";
import { attachAuth } from "../src/index.ts";
import { adapters } from "./two-clients.ts";

/** An axios instance whose access token the server rejects by now. */
async function setUp(config: CreateAxiosDefaults = {}) {
  const account = await staleAccount();
  const api = axios.create({ baseURL: account.url, ...config });
  const detach = attachAuth(api, account.tokens);
  return { ...account, api, detach };
}

const configs: [string, CreateAxiosDefaults][] = [
  ...adapters.map((adapter): [string, CreateAxiosDefaults] => [adapter, { adapter }]),
  ["default", {}],
];

describe.each(configs)("attachAuth on the %s adapter", (_, config) => {
  test("sends once more after a 401, with one body, one query and one base URL", async () => {
    await using account = await setUp(config);
    const body = { amount: 1 };
    const { status, data } = await account.api.post("/sub", body, { params: { q: "ä b" } });
    expect(status).toBe(200);
    expect(data).toMatchObject({ method: "POST", body: JSON.stringify(body) });
    expect(data.path).toMatch(/accounts\/sub\?q=%C3%A4\+b$/);
    expect(account.server.counters()).toMatchObject({ unauthorized: 1, accepted: 1 });
    expect(account.refreshes()).toBe(1);
  });

  test("runs interceptors and transforms once a call", async () => {
    await using account = await setUp(config);
    const calls: string[] = [];
    account.api.interceptors.request.use((request) => {
      calls.push("request");
      return request;
    });
    account.api.interceptors.response.use((response) => {
      calls.push("response");
      return response;
    });
    const transformRequest = (data: unknown) => {
      calls.push("transformRequest");
      return data;
    };
    const transformResponse = (data: unknown) => {
      calls.push("transformResponse");
      return data;
    };
    await account.api.post("/", "x", { transformRequest, transformResponse });
    expect(calls).toEqual(["request", "transformRequest", "transformResponse", "response"]);
  });

  test("sees a 401 that validateStatus lets through", async () => {
    await using account = await setUp({ ...config, validateStatus: () => true });
    expect((await account.api.get("/")).status).toBe(200);
    expect(account.refreshes()).toBe(1);
  });

  test("P5: gives back the second 401 as axios does, without the token", async () => {
    await using account = await setUp(config);
    const error: unknown = await account.api.get("/?status=401").catch((reason: unknown) => reason);
    expect(axios.isAxiosError(error)).toBe(true);
    expect(error).toMatchObject({ response: { status: 401 } });
    const configuration = axios.isAxiosError(error) ? JSON.stringify(error.config) : "";
    expect(configuration).not.toContain("Bearer");
    expect(account.server.counters().resourceRequests).toBe(2);
  });
});

describe.each(configs)("P8: on the %s adapter, the request that had the token", (_, config) => {
  test("is at hand, and shown by nothing", async () => {
    await using account = await setUp(config);
    const { accessToken } = await account.tokens.renew(await account.tokens.get());
    const response = await account.api.get("/");
    const thrown: unknown = await account.api.get("/?status=401").catch((error: unknown) => error);
    for (const outcome of [response, thrown, { ...response }]) {
      const shown = inspect(outcome, { depth: 9, showHidden: true });
      expect(shown).not.toContain(accessToken);
    }
    expect(response.request).toBeTypeOf("object");
    expect(thrown).toHaveProperty("request");
    expect(thrown).toHaveProperty("response.request");
  });
});

describe("attachAuth", () => {
  test("P7: sends no token to a call's own base URL elsewhere", async () => {
    await using account = await setUp({ validateStatus: () => true });
    await account.api.get("/x", { baseURL: account.server.otherOrigin });
    const received = account.server.foreignRequests();
    expect(received).toHaveLength(1);
    expect(received.filter(({ headers }) => "authorization" in headers)).toEqual([]);
    expect(account.refreshes()).toBe(0);
  });

  test("leaves the caller's own Authorization alone", async () => {
    await using account = await setUp({ validateStatus: () => true });
    const headers = { authorization: "Basic eA==" };
    const response = await account.api.get("/", { headers });
    expect(response.status).toBe(401);
    expect(response.config.headers.get("Authorization")).toBe("Basic eA==");
    expect(account.refreshes()).toBe(0);
  });

  test("two instances share one refresh", async () => {
    await using account = await setUp();
    const other = axios.create({ baseURL: account.url });
    attachAuth(other, account.tokens);
    await Promise.all([account.api.get("/"), other.get("/")]);
    expect(account.refreshes()).toBe(1);
  });

  test("twice on one instance is an error that says so; detached, it is as before", async () => {
    await using account = await setUp({ validateStatus: () => true });
    expect(() => attachAuth(account.api, account.tokens)).toThrow(/already/);
    account.detach();
    expect((await account.api.get("/")).status).toBe(401);
    expect(account.refreshes()).toBe(0);
    attachAuth(account.api, account.tokens);
    expect((await account.api.get("/")).status).toBe(200);
  });

  test("wants a baseURL or origins", () => {
    const tokens = createTokenManager({ refresh: async () => ({ accessToken: "a" }) });
    expect(() => attachAuth(axios.create(), tokens)).toThrow(/"origins"/);
  });
});
