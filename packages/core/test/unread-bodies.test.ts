import { once } from "node:events";
import { createServer, get, type IncomingMessage, type ServerResponse } from "node:http";
import { PassThrough } from "node:stream";
import { afterEach, describe, expect, test, vi } from "vitest";
import { discardBody, fetchResponses } from "../src/adapter.ts";

const KiB = 1024;

/** A server whose 401 the test writes. */
async function openServer(answer: (response: ServerResponse) => void) {
  let connections = 0;
  let underway = 0;
  const server = createServer({ keepAliveTimeout: 600_000 }, (_, response) => {
    underway++;
    response.on("close", () => underway--);
    answer(response.writeHead(401));
  });
  server.on("connection", () => connections++);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  return {
    url: `http://127.0.0.1:${port}/`,
    connections: () => connections,
    /** Responses that have neither ended nor been cancelled. */
    underway: () => underway,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function discardOne({ url, underway }: Awaited<ReturnType<typeof openServer>>) {
  fetchResponses.discard(await fetch(url));
  await expect.poll(underway).toBe(0);
}

/** A body that the test ends, and how often it was cancelled. */
function heldBody() {
  let end = () => {};
  let cancels = 0;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      end = () => controller.close();
    },
    cancel() {
      cancels++;
    },
  });
  return { response: new Response(body), end: () => end(), cancels: () => cancels };
}

afterEach(() => {
  // A spy on a faked timer would put that timer back later.
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe("a 401 that the caller does not get", () => {
  test.each([128, 512, 1024])("leaves a reusable connection after %i KiB", async (size) => {
    await using server = await openServer((response) => response.end(Buffer.alloc(size * KiB)));
    for (let sent = 0; sent < 20; sent++) {
      const { body } = await fetch(server.url);
      await new Promise<void>((resolve) => {
        const watched = body?.pipeThrough(new TransformStream({ flush: () => resolve() }));
        fetchResponses.discard(new Response(watched));
      });
    }
    // The connection may become free a moment after the end of the body.
    expect(server.connections()).toBeLessThanOrEqual(2);
  });

  test("is cancelled if it is longer than 1 MiB", async () => {
    await using server = await openServer((response) => {
      response.write(Buffer.alloc(1024 * KiB + 1));
    });
    await discardOne(server);
  });

  test("is cancelled if it arrives slowly", async () => {
    await using server = await openServer((response) => {
      const timer = setInterval(() => response.write("x"), 10);
      response.on("close", () => clearInterval(timer));
    });
    await discardOne(server);
  });

  test("is cancelled if its body does not arrive", async () => {
    await using server = await openServer((response) => response.flushHeaders());
    await discardOne(server);
  });

  test("is cancelled after a second, and not before", async () => {
    vi.useFakeTimers();
    const { response, cancels } = heldBody();
    fetchResponses.discard(response);
    await vi.advanceTimersByTimeAsync(999);
    expect(cancels()).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(cancels()).toBe(1);
  });

  test("leaves no timer after its end", async () => {
    vi.useFakeTimers();
    const { response, end, cancels } = heldBody();
    fetchResponses.discard(response);
    await vi.advanceTimersByTimeAsync(1);
    expect(vi.getTimerCount()).toBe(1);
    end();
    await vi.advanceTimersByTimeAsync(1);
    expect(vi.getTimerCount()).toBe(0);
    expect(cancels()).toBe(0);
  });

  test("does not keep the process alive", async () => {
    const setTimeout = vi.spyOn(globalThis, "setTimeout");
    const { response, end } = heldBody();
    fetchResponses.discard(response);
    await expect
      .poll(() => setTimeout.mock.results.map(({ value }) => value.hasRef()))
      .toContain(false);
    end();
  });

  test.each([
    ["has no body", () => new Response(null, { status: 401 })],
    ["has an empty body", () => new Response("", { status: 401 })],
    ["is in memory already", () => new Response("x".repeat(128 * KiB), { status: 401 })],
  ])("needs no timer when it %s", async (_, response) => {
    vi.useFakeTimers();
    const setTimeout = vi.spyOn(globalThis, "setTimeout");
    fetchResponses.discard(response());
    await vi.advanceTimersByTimeAsync(1);
    expect(setTimeout).not.toHaveBeenCalled();
  });

  test("may fail, or be read by other code", async () => {
    const broken = new ReadableStream({
      start: (controller) => controller.error(new Error("cut")),
    });
    fetchResponses.discard(new Response(broken));
    const read = new Response("mine");
    const text = read.text();
    fetchResponses.discard(read);
    expect(await text).toBe("mine");
  });
});

describe("a body that a client returns as it is", () => {
  const responseOf = async (url: string) => {
    const [response]: IncomingMessage[] = await once(get(url), "response");
    if (!response) throw new TypeError("no response");
    return response;
  };

  test("is read to its end if it is a Node.js stream", async () => {
    await using server = await openServer((response) => response.end("x".repeat(64 * KiB)));
    const response = await responseOf(server.url);
    discardBody(response);
    await once(response, "end");
  });

  test("is destroyed if it is too long, and so is the request below a wrapper", async () => {
    await using server = await openServer((response) => {
      response.write(Buffer.alloc(1024 * KiB + 1));
    });
    const response = await responseOf(server.url);
    const wrapper = response.pipe(new PassThrough());
    discardBody(wrapper, { close: () => response.destroy() });
    await expect.poll(server.underway).toBe(0);
    expect(wrapper.destroyed).toBe(true);
  });

  test("is cancelled at once if it is a web stream that the client limits", () => {
    const { response, cancels } = heldBody();
    discardBody(response.body, { isLimited: true });
    expect(cancels()).toBe(1);
  });

  test.each([undefined, null, "text", { data: 1 }, new Uint8Array(1)])(
    "is left alone if it has been read already: %o",
    (body) => {
      expect(() => discardBody(body)).not.toThrow();
    },
  );
});
