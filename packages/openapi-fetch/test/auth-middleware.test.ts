import { staleAccount } from "@refresh-once/adapter-suite";
import createClient, { type ClientOptions, type Middleware } from "openapi-fetch";
import { describe, expect, expectTypeOf, test } from "vitest";
import { authMiddleware } from "../src/index.ts";

interface Echo {
  method: string;
  path: string;
  body: string;
}

/** As generated from an API description. */
interface Paths {
  "/sub": {
    get: {
      parameters: { query?: { status?: number } };
      responses: {
        200: { content: { "application/json": Echo } };
        401: { content: { "application/json": { error: string } } };
      };
    };
    post: {
      parameters: { query?: { q?: string } };
      requestBody: { content: { "application/json": { amount: number } } };
      responses: { 200: { content: { "application/json": Echo } } };
    };
  };
}

/** A client whose access token the server rejects by now. */
async function setUp(options: ClientOptions = {}) {
  const account = await staleAccount();
  const client = createClient<Paths>({ baseUrl: account.url, ...options });
  return { ...account, client };
}

describe("authMiddleware", () => {
  test("sends once more after a 401, with the same body and query; the client's types stay", async () => {
    await using account = await setUp();
    account.client.use(authMiddleware(account.tokens));
    const { data, response } = await account.client.POST("/sub", {
      params: { query: { q: "1" } },
      body: { amount: 1 },
    });
    expectTypeOf(data).toEqualTypeOf<Echo | undefined>();
    expect(response.status).toBe(200);
    expect(data).toMatchObject({ method: "POST", body: '{"amount":1}' });
    expect(data?.path).toMatch(/accounts\/sub\?q=1$/);
    expect(account.server.counters()).toMatchObject({ unauthorized: 1, accepted: 1 });
    expect(account.refreshes()).toBe(1);
  });

  test("sends again by the client's own fetch", async () => {
    let calls = 0;
    const inner = (request: Request) => {
      calls++;
      return fetch(request);
    };
    await using account = await setUp({ fetch: inner });
    account.client.use(authMiddleware(account.tokens));
    await account.client.GET("/sub");
    expect(calls).toBe(2);
  });

  test("P5: gives back the second 401 as the error of the call", async () => {
    await using account = await setUp();
    account.client.use(authMiddleware(account.tokens));
    const query = { status: 401 };
    const { error, response } = await account.client.GET("/sub", { params: { query } });
    expect(response.status).toBe(401);
    expect(error).toHaveProperty("error");
    expect(account.server.counters().resourceRequests).toBe(2);
  });

  test("P7: sends no token to a call's own base URL elsewhere, and its 401 refreshes nothing", async () => {
    await using account = await setUp();
    account.client.use(authMiddleware(account.tokens, { origins: [account.server.origin] }));
    await account.client.GET("/sub", { baseUrl: account.server.otherOrigin });
    expect(account.server.foreignRequests()[0]?.headers).not.toHaveProperty("authorization");
    expect(account.refreshes()).toBe(0);
  });

  test("P7: without origins it keeps to that of the first request", async () => {
    await using account = await setUp();
    account.client.use(authMiddleware(account.tokens));
    await account.client.GET("/sub");
    await account.client.GET("/sub", { baseUrl: account.server.otherOrigin });
    expect(account.server.foreignRequests()[0]?.headers).not.toHaveProperty("authorization");
    expect(account.refreshes()).toBe(1);
  });

  test("stands aside where another middleware answers, or puts in a body that it does not know", async () => {
    await using account = await setUp();
    const early: Middleware = { onRequest: () => new Response("{}", { status: 401 }) };
    account.client.use(authMiddleware(account.tokens));
    const { response } = await account.client.GET("/sub", { middleware: [early] });
    expect(response.status).toBe(401);
    const replace: Middleware = {
      onRequest: ({ request }) => new Request(request, { method: "POST", body: "other" }),
    };
    const replaced = await account.client.GET("/sub", { middleware: [replace] });
    expect(replaced.response.status).toBe(401);
    expect(account.refreshes()).toBe(1);
  });
});
