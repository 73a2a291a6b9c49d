import { staleAccount } from "@refresh-once/adapter-suite";
import { createTokenManager } from "@refresh-once/core";
import { describe, expect, test } from "vitest";
import { type AuthFetchOptions, authFetch } from "../src/index.ts";

/** A fetch whose access token the server rejects by now. */
async function setUp(options: Partial<AuthFetchOptions> = {}) {
  const account = await staleAccount();
  const send = authFetch(account.tokens, { origins: [account.server.origin], ...options });
  return { ...account, send };
}

describe("authFetch sends again after a 401, with the same", () => {
  const headers = { "content-type": "application/json", "x-mine": "1" };
  const post = { method: "POST", headers, body: '{"amount":1}' };

  type Call = (url: string) => Parameters<typeof fetch>;
  const gets: [string, Call][] = [
    ["string", (url) => [url]],
    ["URL", (url) => [new URL(url)]],
    ["Request", (url) => [new Request(url)]],
  ];
  const posts: [string, Call][] = [
    ["string and init", (url) => [url, post]],
    ["Request with a body", (url) => [new Request(url, post)]],
    ["Request and init", (url) => [new Request(url, post), post]],
    ["Request in the place of init", (url) => [url, new Request(url, post)]],
    ["Headers", (url) => [url, { ...post, headers: new Headers(headers) }]],
    ["header pairs", (url) => [url, { ...post, headers: Object.entries(headers) }]],
  ];

  test.each([
    ...gets.map(([name, call]) => ({ name, call, method: "GET", body: "" })),
    ...posts.map(([name, call]) => ({ name, call, method: "POST", body: post.body })),
  ])("$name", async ({ call, method, body }) => {
    await using account = await setUp();
    const response = await account.send(...call(`${account.url}?q=1`));
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ method, body });
    expect(account.server.counters()).toMatchObject({ unauthorized: 1, accepted: 1 });
    expect(account.refreshes()).toBe(1);
  });
});

describe("authFetch", () => {
  test("calls a fetch that takes no receiver, as a browser's own does", async () => {
    const receivers = new Set<unknown>();
    const own: typeof fetch = function (this: unknown, ...call) {
      receivers.add(this);
      return fetch(...call);
    };
    await using account = await setUp({ fetch: own });
    expect((await account.send(account.url)).status).toBe(200);
    await account.send(account.server.otherOrigin);
    expect([...receivers]).toEqual([undefined]);
  });

  test.each([
    ["Headers", new Headers({ authorization: "Basic eA==" })],
    ["pairs", [["AUTHORIZATION", "Basic eA=="]] satisfies [string, string][]],
  ])("leaves the caller's own Authorization alone, given as %s", async (_, headers) => {
    await using account = await setUp();
    const response = await account.send(account.url, { headers });
    expect(response.status).toBe(401);
    expect(account.refreshes()).toBe(0);
  });

  test("P7: a URL that is led elsewhere meanwhile takes no token there: it counts as it was", async () => {
    await using account = await setUp();
    const url = new URL(account.url);
    const sent = account.send(url);
    url.port = new URL(account.server.otherOrigin).port;
    expect((await sent).status).toBe(200);
    expect(account.server.foreignRequests()).toEqual([]);
  });

  test("changes nothing that the caller passed in", async () => {
    await using account = await setUp();
    const headers = Object.freeze({ "x-mine": "1" });
    const init = Object.freeze({ headers });
    expect((await account.send(account.url, init)).status).toBe(200);
    expect(init).toEqual({ headers: { "x-mine": "1" } });
  });

  test("sends with the fetch that it is given", async () => {
    const seen: unknown[] = [];
    const inner: typeof fetch = async (input) => {
      seen.push(input);
      return new Response("mine");
    };
    await using account = await setUp({ fetch: inner });
    expect(await (await account.send(account.url)).text()).toBe("mine");
    expect(seen).toEqual([account.url]);
  });

  test("is a fetch", async () => {
    await using account = await setUp();
    const typed: typeof fetch = account.send;
    expect(typed).toBeTypeOf("function");
  });

  test("wants to know its origins", () => {
    const tokens = createTokenManager({ refresh: async () => ({ accessToken: "a" }) });
    expect(() => authFetch(tokens, { origins: [] })).toThrow(/"origins"/);
  });
});
