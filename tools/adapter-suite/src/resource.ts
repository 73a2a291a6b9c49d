import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** A request as it came over the wire. */
export interface Received {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

/** What a resource answers. */
export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A protected resource on loopback: 200 to tokens that it knows, 401 to everything else. */
export interface Resource extends AsyncDisposable {
  readonly origin: string;
  /** Everything that was sent to it whole, in the order in which it came. */
  readonly received: readonly Received[];
  /** How many connections were opened to it. */
  readonly connections: () => number;
  accept(accessToken: string): void;
  /** Answers like this from now on; `undefined`: as usual. */
  answer(
    reply: ((request: Received) => Reply | undefined | Promise<Reply | undefined>) | undefined,
  ): void;
}

export async function startResource(): Promise<Resource> {
  const received: Received[] = [];
  const accepted = new Set<string>();
  let answer: Parameters<Resource["answer"]>[0];
  let connections = 0;

  const handle = async (incoming: IncomingMessage, response: ServerResponse) => {
    const { method = "", url: path = "", headers } = incoming;
    const request = { method, path, headers, body: await buffer(incoming) };
    received.push(request);
    const isKnown = accepted.has(headers.authorization?.slice("Bearer ".length) ?? "");
    const reply = (await answer?.(request)) ?? (isKnown ? welcome : unauthorized);
    response.writeHead(reply.status, reply.headers).end(reply.body);
  };
  const server = createServer((incoming, response) => {
    // A request that its client has cut off has no answer.
    handle(incoming, response).catch(() => response.destroy());
  });
  // Longer than any test, so that a client never meets a socket that is just being closed for idling.
  server.keepAliveTimeout = 600_000;
  server.on("connection", () => {
    connections++;
  });
  // As a proxy, it opens no tunnels.
  server.on("connect", (_, socket) => socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${portOf(server.address())}`,
    received,
    connections: () => connections,
    accept: (accessToken) => accepted.add(accessToken),
    answer(reply) {
      answer = reply;
    },
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

const welcome: Reply = { status: 200, body: "welcome" };
const unauthorized: Reply = {
  status: 401,
  headers: { "www-authenticate": 'Bearer error="invalid_token"' },
  body: "unauthorized",
};

function portOf(address: AddressInfo | string | null): number {
  if (typeof address !== "object" || address === null) throw new Error("not listening");
  return address.port;
}
