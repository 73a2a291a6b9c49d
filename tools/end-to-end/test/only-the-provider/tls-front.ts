import { once } from "node:events";
import { type IncomingMessage, request, type ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { Certificate } from "./certificates.ts";

/** Stands in front of an HTTP server, and speaks TLS by a certificate that can be replaced. */
export interface TlsFront extends AsyncDisposable {
  /** The URL of a server behind it, by way of this front. */
  over(url: string): string;
  /** What new connections meet from now on. */
  use(certificate: Certificate): void;
}

export async function startTlsFront(origin: string, certificate: Certificate): Promise<TlsFront> {
  const server = createServer(certificate, (incoming, response) => {
    forward(origin, incoming, response);
  });
  // Who does not like our certificate ends the handshake.
  server.on("tlsClientError", () => {});
  // Longer than any test, so that a client never meets a socket that is just being closed for idling.
  server.keepAliveTimeout = 600_000;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  return {
    over: (url) => url.replace(origin, `https://127.0.0.1:${port}`),
    use: (next) => server.setSecureContext(next),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function forward(origin: string, incoming: IncomingMessage, response: ServerResponse): void {
  const { method, headers, url = "" } = incoming;
  const forwarded = request(`${origin}${url}`, { method, headers }, (answer) => {
    // No connection outlives its certificate.
    response.writeHead(answer.statusCode ?? 502, { ...answer.headers, connection: "close" });
    answer.pipe(response);
  });
  forwarded.on("error", () => response.destroy());
  incoming.pipe(forwarded);
}
