import { type IncomingMessage, request, type ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { Certificate } from "../../src/certificates.ts";
import { listen } from "../loopback.ts";

/** Stands in front of an HTTP server, and speaks TLS by a certificate that can be replaced. */
export interface TlsFront extends AsyncDisposable {
  /** The URL of a server behind it, by way of this front. */
  over(url: string): string;
  /** What new connections meet from now on. */
  use(certificate: Certificate): void;
}

export async function startTlsFront(origin: string, certificate: Certificate): Promise<TlsFront> {
  const server = createServer(
    { ...certificate, keepAliveTimeout: 600_000 },
    (incoming, response) => {
      forward(origin, incoming, response);
    },
  );
  // Who does not like our certificate ends the handshake.
  server.on("tlsClientError", () => {});
  const listening = await listen(server);
  return {
    over: (url) => url.replace(origin, `https://127.0.0.1:${listening.port}`),
    use: (next) => server.setSecureContext(next),
    [Symbol.asyncDispose]: () => listening[Symbol.asyncDispose](),
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
