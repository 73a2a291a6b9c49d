import { whyNotSentAgain } from "@refresh-once/core";
import type { Middleware } from "openapi-fetch";
import { describe, expect, test } from "vitest";
import { authMiddleware } from "../src/index.ts";
import { openClient } from "./stale-client.ts";

/** Writes down what it sees. */
function listener(name: string, log: string[]): Middleware {
  return {
    onRequest({ request }) {
      log.push(`${name} request ${request.headers.get("authorization")}`);
    },
    onResponse({ response }) {
      log.push(`${name} ${response.status}`);
    },
  };
}

const parseAs = "text";

describe("middlewares beside authMiddleware", () => {
  test("run once a call: those from before see the last answer, those from after the first", async () => {
    await using account = await openClient();
    const log: string[] = [];
    account.client.use(listener("before", log), authMiddleware(account.tokens));
    account.client.use(listener("after", log));
    const middleware = [listener("call", log)];
    const { response } = await account.client.GET("/x", { parseAs, middleware });
    expect(response.status).toBe(200);
    expect(account.sent("authorization")).toEqual(["Bearer a0", "Bearer a1"]);
    expect(log).toEqual([
      "before request null",
      "after request Bearer a0",
      "call request Bearer a0",
      "call 401",
      "after 401",
      "before 200",
    ]);
  });

  test("see each the final 401, where that is the answer", async () => {
    await using account = await openClient();
    account.resource.answer(() => ({ status: 401 }));
    const log: string[] = [];
    account.client.use(listener("before", log), authMiddleware(account.tokens));
    await account.client.GET("/x", { parseAs });
    expect(log).toEqual(["before request null", "before 401"]);
    expect(account.resource.received).toHaveLength(2);
  });

  test("may replace the last answer; one from after may replace the first", async () => {
    await using account = await openClient();
    const replace = (body: string): Middleware => ({
      onResponse: ({ response: { status } }) => new Response(`${body} ${status}`, { status }),
    });
    account.client.use(replace("before"), authMiddleware(account.tokens), replace("after"));
    const { data } = await account.client.GET("/x", { parseAs });
    expect(data).toBe("before 200");
    expect(account.refreshes()).toBe(1);
  });

  test("that answer early are no business of ours, from before", async () => {
    await using account = await openClient();
    const early: Middleware = { onRequest: () => new Response("cached", { status: 401 }) };
    account.client.use(early, authMiddleware(account.tokens));
    const { error } = await account.client.GET("/x", { parseAs });
    expect(error).toBe("cached");
    expect(account.resource.received).toHaveLength(0);
    expect(account.refreshes()).toBe(0);
  });

  test("that throw end the call as without us, and the next one works", async () => {
    await using account = await openClient();
    const failing: Middleware = { onRequest: () => Promise.reject(new Error("not today")) };
    account.client.use(authMiddleware(account.tokens));
    const call = account.client.GET("/x", { parseAs, middleware: [failing] });
    await expect(call).rejects.toThrow("not today");
    expect((await account.client.GET("/x", { parseAs })).data).toBe("welcome");
  });

  test("that set an Authorization from before have it left alone", async () => {
    await using account = await openClient();
    const own: Middleware = {
      onRequest: ({ request }) => request.headers.set("authorization", "Basic eA=="),
    };
    account.client.use(own, authMiddleware(account.tokens));
    expect((await account.client.GET("/x", { parseAs })).response.status).toBe(401);
    expect(account.sent("authorization")).toEqual(["Basic eA=="]);
    expect(account.refreshes()).toBe(0);
  });

  test("P5: are not told of a second sending that breaks off: the call rejects with its error", async () => {
    await using account = await openClient();
    account.resource.answer(({ headers }) =>
      headers.authorization === "Bearer a0" ? undefined : Promise.reject(new Error("broken")),
    );
    const told: unknown[] = [];
    const onError: Middleware = { onError: ({ error }) => void told.push(error) };
    account.client.use(onError, authMiddleware(account.tokens));
    await expect(account.client.GET("/x", { parseAs })).rejects.toThrow("fetch failed");
    expect(told).toEqual([]);
    expect(account.resource.received).toHaveLength(2);
  });

  test("are out of it once they are ejected, and so are we", async () => {
    await using account = await openClient();
    const ours = authMiddleware(account.tokens);
    account.client.use(ours);
    account.client.eject(ours);
    expect((await account.client.GET("/x", { parseAs })).response.status).toBe(401);
    expect(account.sent("authorization")).toEqual([undefined]);
  });
});

describe("a middleware that replaces the request", () => {
  const tag: Middleware = {
    onRequest: ({ request }) =>
      new Request(request, { headers: { ...Object.fromEntries(request.headers), tag: "t" } }),
  };
  const tagInPlace: Middleware = { onRequest: ({ request }) => request.headers.set("tag", "t") };
  const other: Middleware = {
    onRequest: ({ request }) => new Request(request, { body: '{"amount":2}' }),
  };
  const body = { amount: 1 };

  test.each([
    ["its headers", tag, '{"amount":1}'],
    ["its headers in place", tagInPlace, '{"amount":1}'],
    ["its body", other, '{"amount":2}'],
  ])("from before, %s: is sent twice alike", async (_, replace, expected) => {
    await using account = await openClient();
    account.client.use(replace, authMiddleware(account.tokens));
    expect((await account.client.POST("/x", { body, parseAs })).data).toBe("welcome");
    const bodies = account.resource.received.map(({ body }) => String(body));
    expect(bodies).toEqual([expected, expected]);
    const [first, second] = account.sent("tag");
    expect(second).toBe(first);
  });

  test("from after, by one with other headers: has those sent twice", async () => {
    await using account = await openClient();
    account.client.use(authMiddleware(account.tokens), tag);
    expect((await account.client.GET("/x", { parseAs })).data).toBe("welcome");
    expect(account.sent("tag")).toEqual(["t", "t"]);
    expect(account.sent("authorization")).toEqual(["Bearer a0", "Bearer a1"]);
  });

  test("from after, in place: has its headers and the body sent twice", async () => {
    await using account = await openClient();
    account.client.use(authMiddleware(account.tokens), tagInPlace);
    expect((await account.client.POST("/x", { body, parseAs })).data).toBe("welcome");
    expect(account.sent("tag")).toEqual(["t", "t"]);
    const bodies = account.resource.received.map(({ body }) => String(body));
    expect(bodies).toEqual(['{"amount":1}', '{"amount":1}']);
  });

  test.each([
    ["by one with another body", other],
    ["by one that took the body over, which cannot be told from that", tag],
  ])("P5: from after, %s: is sent once, and says why", async (_, replace) => {
    await using account = await openClient();
    account.client.use(authMiddleware(account.tokens), replace);
    const { response } = await account.client.POST("/x", { body, parseAs });
    expect(response.status).toBe(401);
    expect(whyNotSentAgain(response)).toBe("body_was_not_kept");
    expect(account.resource.received).toHaveLength(1);
    expect(account.refreshes()).toBe(1);
    expect((await account.client.POST("/x", { body, parseAs })).data).toBe("welcome");
  });
});
