import { once } from "node:events";
import { createServer } from "node:http";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { createTokenManager } from "@refresh-once/core";
import axios, { type CreateAxiosDefaults } from "axios";
import { describe, expect, test } from "vitest";
import { attachAuth } from "../src/index.ts";
import { gate } from "./gate.ts";
import { adapters, openTwo } from "./two-clients.ts";

/** A resource whose 401 has a body that never ends. */
async function openEndless(body = () => Readable.from(endless())) {
  let unread = 0;
  const server = createServer({ keepAliveTimeout: 600_000 }, ({ headers }, response) => {
    if (headers.authorization === "Bearer a1") return response.end("welcome");
    unread++;
    response.on("close", () => unread--);
    response.writeHead(401).flushHeaders();
    return body().pipe(response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  return {
    origin: `http://127.0.0.1:${port}`,
    /** Answers that their client still holds. */
    unread: () => unread,
    breakOff: () => server.closeAllConnections(),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function* nothing() {
  await new Promise(() => {});
  yield "";
}

function* endless() {
  for (;;) yield Buffer.alloc(64 * 1024, "x");
}

/** What axios puts between the caller and the wire. */
const layers: [string, CreateAxiosDefaults][] = [
  ["as it is", {}],
  ["with a timeout", { timeout: 60_000 }],
  ["with a signal", { signal: new AbortController().signal }],
  ["with maxContentLength", { maxContentLength: 1024 * 1024 }],
  ["with download progress", { onDownloadProgress: () => {} }],
];

describe.each(adapters)('responseType "stream" on the %s adapter', (adapter) => {
  test("gives a stream that can be read whole, after a retry", async () => {
    await using clients = await openTwo({ adapter, responseType: "stream" });
    const { status, data } = await clients.attached.get("/");
    expect(status).toBe(200);
    expect(await text(data)).toBe("welcome");
    expect(clients.sends()).toBe(2);
  });

  test("gives the stream of a second 401 as a bare client does", async () => {
    await using clients = await openTwo({
      adapter,
      responseType: "stream",
      validateStatus: () => true,
    });
    clients.resource.answer(() => ({ status: 401, body: "no" }));
    const { status, data } = await clients.attached.get("/");
    expect(status).toBe(401);
    expect(await text(data)).toBe("no");
  });

  test.each(layers)("lets go of the 401 that nobody reads, %s", async (_, layer) => {
    await using resource = await openEndless();
    const tokens = createTokenManager({
      refresh: async () => ({ accessToken: "a1" }),
      seed: { accessToken: "a0", refreshToken: "r0" },
    });
    const api = axios.create({ baseURL: resource.origin, adapter, ...layer });
    attachAuth(api, tokens);
    const { data } = await api.get("/", { responseType: "stream" });
    expect(await text(data)).toBe("welcome");
    await expect.poll(resource.unread).toBe(0);
  });

  test("lets go of the 401 that nobody reads, and of which nothing comes", async () => {
    await using resource = await openEndless(() => Readable.from(nothing()));
    const tokens = createTokenManager({
      refresh: async () => ({ accessToken: "a1" }),
      seed: { accessToken: "a0", refreshToken: "r0" },
    });
    const api = axios.create({ baseURL: resource.origin, adapter });
    attachAuth(api, tokens);
    const { data } = await api.get("/", { responseType: "stream" });
    expect(await text(data)).toBe("welcome");
    await expect.poll(resource.unread).toBe(0);
  });

  test("opens no more connections for 401s that nobody reads than a client that reads them", async () => {
    await using clients = await openTwo({ adapter, responseType: "stream" });
    const { attached, bare, resource } = clients;
    const body = "x".repeat(128 * 1024);
    resource.answer(({ headers: { authorization } }) =>
      authorization === "Bearer bare" ? { status: 200, body } : { status: 401, body },
    );
    const before = resource.connections();
    for (let call = 0; call < 60; call++) await text((await bare.get("/")).data);
    const ofBare = resource.connections() - before;
    for (let call = 0; call < 30; call++) {
      await clients.tokens.set({ accessToken: `old${call}`, refreshToken: "r" });
      const { data } = await attached.get("/", { validateStatus: null });
      await text(data);
    }
    // The connection of an unread answer may be free a moment too late for the next one.
    expect(resource.connections() - before - ofBare).toBeLessThanOrEqual(ofBare + 10);
  });
});

test("P4: a 401 that breaks off while its tokens are renewed harms nobody", async () => {
  await using resource = await openEndless();
  const refresh = gate();
  const tokens = createTokenManager({
    refresh: () => refresh.opened.then(() => ({ accessToken: "a1" })),
    seed: { accessToken: "a0", refreshToken: "r0" },
  });
  const api = axios.create({ baseURL: resource.origin, validateStatus: () => true });
  attachAuth(api, tokens);
  const call = api.get("/", { responseType: "stream" });
  await expect.poll(resource.unread).toBe(1);
  resource.breakOff();
  await expect.poll(resource.unread).toBe(0);
  refresh.open();
  expect(await text((await call).data)).toBe("welcome");
});
