import { type PresetAccount, presetAccount, startResource } from "@refresh-once/adapter-suite";
import { createTokenManager } from "@refresh-once/core";
import { afterEach, describe, expect, test, vi } from "vitest";
import { authFetch } from "../src/index.ts";

type Fetch = typeof fetch;

const native = globalThis.fetch;

afterEach(() => {
  globalThis.fetch = native;
});

const providers = ["oroBank", "rfc6749"] as const;

function attach({ tokens, server }: PresetAccount): Fetch {
  return authFetch(tokens, { origins: [server.origin] });
}

/** What others put around a `fetch`. */
const wrappers: [string, (inner: Fetch) => Fetch][] = [
  ["as it is", (inner) => inner],
  ["in a wrapper", (inner) => (input, init) => inner(input, init)],
  [
    "in a wrapper that waits first",
    (inner) => async (input, init) => {
      await new Promise((resolve) => setImmediate(resolve));
      return inner(input, init);
    },
  ],
  [
    "in a wrapper that makes another request of it",
    (inner) => async (input, init) => {
      await Promise.resolve();
      return inner(new Request(input, init));
    },
  ],
];

describe.each(wrappers)("authFetch in the place of the global fetch, %s,", (_, wrap) => {
  test.each(providers)(
    "P1: sends each request and one refresh of the %s preset",
    async (provider) => {
      await using account = await presetAccount(provider);
      globalThis.fetch = wrap(attach(account));
      const responses = await Promise.all(Array.from({ length: 10 }, () => fetch(account.url)));
      expect(responses.map(({ status }) => status)).toEqual(Array(10).fill(200));
      expect(account.server.counters(provider)).toMatchObject({ tokenRequests: 1, refreshes: 1 });
    },
  );

  test("P7: sends a request to another origin once, and without a token", async () => {
    await using account = await presetAccount("oroBank");
    await using elsewhere = await startResource();
    globalThis.fetch = wrap(attach(account));
    expect((await fetch(elsewhere.origin)).status).toBe(401);
    expect(elsewhere.received.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  });
});

/** Lets one request through at a time, as a rate limiter does. */
function oneAtATime(inner: Fetch): Fetch {
  let last: Promise<unknown> = Promise.resolve();
  return (input, init) => {
    const call = last.then(() => inner(input, init));
    last = call.catch(() => {});
    return call;
  };
}

describe("authFetch in the place of the global fetch", () => {
  test("P4: does not wait for itself when somebody wraps it later", async () => {
    await using account = await presetAccount("oroBank");
    globalThis.fetch = attach(account);
    await Promise.resolve();
    await account.tokens.renew(await account.tokens.get());
    globalThis.fetch = oneAtATime(globalThis.fetch);
    const responses = await Promise.all([fetch(account.url), fetch(account.url)]);
    expect(responses.map(({ status }) => status)).toEqual([200, 200]);
  });

  test("stands beside another one, for another account", async () => {
    await using first = await presetAccount("oroBank");
    await using second = await presetAccount("rfc6749");
    globalThis.fetch = attach(first);
    globalThis.fetch = attach(second);
    for (const { url } of [first, second, first]) expect((await fetch(url)).status).toBe(200);
    expect(first.server.counters().tokenRequests).toBe(1);
    expect(second.server.counters().tokenRequests).toBe(1);
  });

  test.each(providers)(
    "P7: has an early refresh of the %s preset sent without the access token",
    async (provider) => {
      await using account = await presetAccount(provider);
      const { server, tokens, url } = account;
      const { accessToken, refreshToken } = server.issueTokens(provider);
      // Still valid, and about to end.
      await tokens.set({ accessToken, refreshToken, expiresAt: Date.now() + 10_000 });
      const seen: string[] = [];
      globalThis.fetch = async (input, init) => {
        const { headers, url: sent } = new Request(input, init);
        if (sent === server.tokenUrl(provider)) seen.push(headers.get("authorization") ?? "none");
        return native(input, init);
      };
      globalThis.fetch = attach(account);
      expect((await fetch(url)).status).toBe(200);
      expect(seen).toHaveLength(1);
      expect(seen[0]).not.toContain(accessToken);
    },
  );

  test("P4: has the mistake named of a refresh function that waits for itself", async () => {
    await using resource = await startResource();
    const { origin } = resource;
    const refresh = async () => (await fetch(`${origin}/token`, { method: "POST" })).json();
    globalThis.fetch = authFetch(createTokenManager({ refresh }), { origins: [origin] });
    await expect(fetch(origin)).rejects.toMatchObject({ code: "reentrant" });
    expect(resource.received).toEqual([]);
  });

  test("sends by the `fetch` that it is given", async () => {
    await using account = await presetAccount("oroBank");
    const inner = vi.fn(native);
    globalThis.fetch = authFetch(account.tokens, {
      origins: [account.server.origin],
      fetch: inner,
    });
    expect((await fetch(account.url)).status).toBe(200);
    // With the refresh, which a preset sends by the global fetch.
    expect(inner).toHaveBeenCalledTimes(3);
  });
});

describe("authFetch sends by the global fetch at the time of the call", () => {
  const answer = async () => new Response("stubbed");

  test("where a test replaces that later, and puts it back", async () => {
    await using account = await presetAccount("oroBank");
    const send = attach(account);
    globalThis.fetch = vi.fn(answer);
    const texts = await Promise.all([1, 2, 3].map(async () => (await send(account.url)).text()));
    expect(texts).toEqual(Array(3).fill("stubbed"));
    globalThis.fetch = native;
    expect((await send(account.url)).status).toBe(200);
  });

  test("where one was replaced before, and is put back later", async () => {
    await using account = await presetAccount("oroBank");
    globalThis.fetch = vi.fn(answer);
    const send = attach(account);
    expect(await (await send(account.url)).text()).toBe("stubbed");
    globalThis.fetch = native;
    expect((await send(account.url)).status).toBe(200);
  });

  test("where it was the global fetch itself, and is no more", async () => {
    await using account = await presetAccount("oroBank");
    const send = attach(account);
    globalThis.fetch = send;
    expect((await fetch(account.url)).status).toBe(200);
    globalThis.fetch = native;
    expect((await send(account.url)).status).toBe(200);
    globalThis.fetch = vi.fn(answer);
    expect(await (await send(account.url)).text()).toBe("stubbed");
  });

  test("with its arguments as they are", async () => {
    await using account = await presetAccount("oroBank");
    const send = attach(account);
    const stub = vi.fn(answer);
    globalThis.fetch = stub;
    const init = { method: "POST" };
    await send("https://other.test/", init);
    await send("https://other.test/");
    expect(stub.mock.calls).toEqual([
      ["https://other.test/", init],
      ["https://other.test/", undefined],
    ]);
    expect(stub.mock.calls[0]?.at(1)).toBe(init);
  });
});
