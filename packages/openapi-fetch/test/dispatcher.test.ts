// By its path: the packages of the adapters do not depend on each other.
import { authFetch } from "@refresh-once/fetch";
import createClient, { type ClientOptions } from "openapi-fetch";
import * as undici from "undici";
import { describe, expect, test } from "vitest";
import { authMiddleware } from "../src/index.ts";
import { openClient, type Paths } from "./stale-client.ts";

// One undici for all three, whatever Node brings along. Its types are not those of Node's older one.
const { fetch: sendBy, Request: RequestClass } = inTypesOfNode(undici);

function inTypesOfNode(library: object): Pick<typeof globalThis, "fetch" | "Request"> {
  return { fetch: Reflect.get(library, "fetch"), Request: Reflect.get(library, "Request") };
}

/** What only the second argument of a client's fetch knows: a dispatcher that counts. */
function countingDispatcher() {
  let dispatches = 0;
  const dispatcher = new undici.Agent().compose((dispatch) => (options, handler) => {
    dispatches++;
    return dispatch(options, handler);
  });
  return {
    dispatches: () => dispatches,
    options: { Request: RequestClass, requestInitExt: { dispatcher } } satisfies ClientOptions,
    [Symbol.asyncDispose]: () => dispatcher.close(),
  };
}

const post = { body: { amount: 1 }, parseAs: "text" } as const;

describe("requestInitExt, of which middleware does not know", () => {
  test("goes with both sendings of a client whose fetch is authFetch", async () => {
    await using counting = countingDispatcher();
    await using account = await openClient();
    const { origin } = account.resource;
    const client = createClient<Paths>({
      ...counting.options,
      baseUrl: origin,
      fetch: authFetch(account.tokens, { origins: [origin], fetch: sendBy }),
    });
    expect((await client.POST("/x", post)).data).toBe("welcome");
    expect(counting.dispatches()).toBe(2);
    const bodies = account.resource.received.map(({ body }) => String(body));
    expect(bodies).toEqual(['{"amount":1}', '{"amount":1}']);
    expect(account.sent("content-type")).toEqual(["application/json", "application/json"]);
    expect(account.refreshes()).toBe(1);
  });

  test("goes with the first sending only by authMiddleware, as its README says", async () => {
    await using counting = countingDispatcher();
    await using account = await openClient({ ...counting.options, fetch: sendBy });
    account.client.use(authMiddleware(account.tokens));
    expect((await account.client.GET("/x", { parseAs: "text" })).data).toBe("welcome");
    expect(counting.dispatches()).toBe(1);
  });
});

describe("a client's own fetch and Request class", () => {
  test("make the second sending as well", async () => {
    await using account = await openClient({ Request: RequestClass, fetch: sendBy });
    account.client.use(authMiddleware(account.tokens));
    const { data, response } = await account.client.POST("/x", post);
    expect(data).toBe("welcome");
    expect(response.url).toBe(`${account.resource.origin}/x`);
    expect(account.resource.received).toHaveLength(2);
  });

  test("give their own answer where one was enough", async () => {
    await using account = await openClient({ Request: RequestClass, fetch: sendBy });
    account.client.use(authMiddleware(account.tokens));
    await account.tokens.renew(await account.tokens.get());
    const { data, response } = await account.client.GET("/x", { parseAs: "text" });
    expect(data).toBe("welcome");
    expect(response).toBeInstanceOf(undici.Response);
  });
});
