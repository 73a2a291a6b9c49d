import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";

/** A resource that keeps nothing of what it gets: 200 to `a1`, 401 to all else. */
export interface Sink extends AsyncDisposable {
  readonly origin: string;
  /** How long the bodies were, in bytes, each with its token. */
  readonly received: { readonly token: string | undefined; readonly bytes: number }[];
}

export async function startSink(): Promise<Sink> {
  const received: Sink["received"] = [];
  const server = createServer(async (request, response) => {
    const token = request.headers.authorization?.slice("Bearer ".length);
    received.push({ token, bytes: await lengthOf(request) });
    response.writeHead(token === "a1" ? 200 : 401).end();
  });
  // Longer than any test, so that a client never meets a socket that is just being closed for idling.
  server.keepAliveTimeout = 600_000;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return {
    origin: `http://127.0.0.1:${typeof address === "object" ? address?.port : undefined}`,
    received,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function lengthOf(request: IncomingMessage): Promise<number> {
  let bytes = 0;
  for await (const chunk of request) bytes += chunk.length;
  return bytes;
}
