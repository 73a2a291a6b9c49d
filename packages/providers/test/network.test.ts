import { createServer, type RequestListener, type Server } from "node:http";
import type { RefreshFunction } from "@refresh-once/core";
import nock from "nock";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { refreshTokenGrant } from "../src/index.ts";
import { call, thrownBy } from "./call.ts";
import { useNock } from "./wire.ts";

useNock();
beforeAll(() => nock.enableNetConnect(/^127\.0\.0\.1:/));
afterAll(() => nock.disableNetConnect());

/** A real server on loopback that is closed at the end of the test. */
async function listening(handler: RequestListener): Promise<{ server: Server; url: string }> {
  const server = createServer({ keepAliveTimeout: 600_000 }, handler);
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no port");
  return { server, url: `http://127.0.0.1:${address.port}/token` };
}

const at = (url: string) => refreshTokenGrant({ url, clientId: "app" });

const start = (refresh: RefreshFunction, signal: AbortSignal) =>
  refresh({ accessToken: "", refreshToken: "r1" }, { signal });

describe("the network", () => {
  test("a refused connection rejects with the error of the network", async () => {
    const { server, url } = await listening(() => {});
    await new Promise((closed) => server.close(closed));
    const thrown = await thrownBy(call(at(url), "r1"));
    expect(thrown).toBeInstanceOf(TypeError);
    expect(thrown).toMatchObject({ cause: { code: "ECONNREFUSED" } });
  });

  test("a connection that is closed without a reply rejects with the error of the network", async () => {
    let requests = 0;
    const { url } = await listening(({ socket }) => {
      requests++;
      socket.destroy();
    });
    expect(await thrownBy(call(at(url), "r1"))).toBeInstanceOf(TypeError);
    expect(requests).toBe(1);
  });

  test("a connection that is closed during the reply returns no tokens", async () => {
    const { url } = await listening((_, response) => {
      response.writeHead(200, { "content-length": 100 });
      response.write('{"access_token":"a2"}', () => response.destroy());
    });
    expect(await thrownBy(call(at(url), "r1"))).toBeInstanceOf(TypeError);
  });
});

describe("an abort signal", () => {
  test("that is already aborted prevents the request", async () => {
    let requests = 0;
    const { url } = await listening(() => requests++);
    const reason = new Error("too late");
    expect(await thrownBy(start(at(url), AbortSignal.abort(reason)))).toBe(reason);
    expect(requests).toBe(0);
  });

  test("ends a request without a reply", async () => {
    const abort = new AbortController();
    const reason = new Error("enough");
    const { url } = await listening(() => abort.abort(reason));
    expect(await thrownBy(start(at(url), abort.signal))).toBe(reason);
  });

  test("ends the reading of an endless reply", async () => {
    const abort = new AbortController();
    const { url } = await listening((_, response) => {
      response.writeHead(200);
      response.write('{"access_token":');
    });
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const response = await globalThis.fetch(input, init);
      abort.abort();
      return response;
    };
    const refresh = refreshTokenGrant({ url, clientId: "app", fetch });
    expect(await thrownBy(start(refresh, abort.signal))).toMatchObject({ name: "AbortError" });
  });
});
