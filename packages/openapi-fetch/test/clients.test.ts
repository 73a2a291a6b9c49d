import { text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { authMiddleware } from "../src/index.ts";
import { openClient } from "./stale-client.ts";

/** A fetch that counts. */
function countingFetch() {
  const urls: string[] = [];
  const send = (request: Request) => {
    urls.push(request.url);
    return fetch(request);
  };
  return { urls, send };
}

describe("a client with authMiddleware", () => {
  test('gives the stream of the last answer, with parseAs: "stream"', async () => {
    await using account = await openClient();
    account.client.use(authMiddleware(account.tokens));
    const { data } = await account.client.GET("/x", { parseAs: "stream" });
    expect(data && (await text(data))).toBe("welcome");
    expect(account.resource.received).toHaveLength(2);
  });

  test("sends both times by the fetch of the client, or that of the call", async () => {
    const ofClient = countingFetch();
    const ofCall = countingFetch();
    await using account = await openClient({ fetch: ofClient.send });
    account.client.use(authMiddleware(account.tokens));
    const body = { amount: 1 };
    await account.client.POST("/x", { body, parseAs: "text", fetch: ofCall.send });
    expect(ofCall.urls).toHaveLength(2);
    expect(ofClient.urls).toHaveLength(0);
    await account.tokens.set({ accessToken: "old", refreshToken: "r" });
    await account.client.POST("/x", { body, parseAs: "text" });
    expect(ofClient.urls).toHaveLength(2);
    expect(account.refreshes()).toBe(2);
  });

  test("calls a fetch that takes no receiver, as a browser's own does", async () => {
    const receivers = new Set<unknown>();
    const send = function (this: unknown, request: Request) {
      receivers.add(this);
      return fetch(request);
    };
    await using account = await openClient({ fetch: send });
    account.client.use(authMiddleware(account.tokens));
    const { response } = await account.client.GET("/x", { parseAs: "text" });
    expect(response.status).toBe(200);
    expect([...receivers]).toEqual([undefined]);
  });

  test("P7: sends no token to a call's own base URL elsewhere, before and after one of its own", async () => {
    await using account = await openClient();
    await using foreign = await openClient();
    const { origin } = account.resource;
    account.client.use(authMiddleware(account.tokens, { origins: [origin] }));
    const elsewhere = { baseUrl: foreign.resource.origin, parseAs: "text" } as const;
    await account.client.GET("/x", elsewhere);
    expect(account.refreshes()).toBe(0);
    await account.client.GET("/x", { parseAs: "text" });
    await account.client.GET("/x", elsewhere);
    expect(foreign.sent("authorization")).toEqual([undefined, undefined]);
    expect(account.refreshes()).toBe(1);
  });

  test("P1: makes one refresh for twenty calls at once, and for another client as well", async () => {
    await using account = await openClient();
    await using other = await openClient({ baseUrl: account.resource.origin });
    for (const { client } of [account, other]) client.use(authMiddleware(account.tokens));
    const calls = Array.from({ length: 20 }, (_, index) => {
      const { client } = index % 2 ? account : other;
      return client.POST("/x", { body: { amount: index }, parseAs: "text" });
    });
    expect(new Set((await Promise.all(calls)).map(({ data }) => data))).toEqual(
      new Set(["welcome"]),
    );
    expect(account.refreshes()).toBe(1);
  });
});
