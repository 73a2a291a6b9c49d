import { createServer, type IncomingMessage } from "node:http";
import { listen } from "./loopback.ts";

/** A resource that keeps nothing of what it gets: 200 to `a1`, 401 to all else. */
export interface Sink extends AsyncDisposable {
  readonly origin: string;
  /** How long the bodies were, in bytes, each with its token. */
  readonly received: { readonly token: string | undefined; readonly bytes: number }[];
}

export async function startSink(): Promise<Sink> {
  const received: Sink["received"] = [];
  const server = createServer({ keepAliveTimeout: 600_000 }, async (request, response) => {
    const token = request.headers.authorization?.slice("Bearer ".length);
    received.push({ token, bytes: await lengthOf(request) });
    response.writeHead(token === "a1" ? 200 : 401).end();
  });
  const listening = await listen(server);
  return {
    origin: `http://127.0.0.1:${listening.port}`,
    received,
    [Symbol.asyncDispose]: () => listening[Symbol.asyncDispose](),
  };
}

async function lengthOf(request: IncomingMessage): Promise<number> {
  let bytes = 0;
  for await (const chunk of request) bytes += chunk.length;
  return bytes;
}
