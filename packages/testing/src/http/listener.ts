import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { jsonReply, send } from "./reply.ts";

/** A request and its response. */
export interface Exchange {
  readonly message: IncomingMessage;
  readonly response: ServerResponse;
}

/** An HTTP server that listens on 127.0.0.1. */
export interface Listener {
  /** `http://127.0.0.1:port`. */
  readonly origin: string;
  /** Stops the server and destroys all sockets. */
  close(): Promise<void>;
}

/** Starts a server on a port of 127.0.0.1; port 0 means any free one. */
export async function listen(
  port: number,
  answer: (exchange: Exchange) => Promise<void>,
): Promise<Listener> {
  const server = createServer((message, response) => {
    answer({ message, response }).catch((thrown: unknown) => giveUp(response, thrown));
  });
  // Longer than any test: a client must not reuse a socket that the server is just closing as idle.
  server.keepAliveTimeout = 600_000;
  await listening(server, port);
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("no TCP address");
  return { origin: `http://127.0.0.1:${address.port}`, close: () => closed(server) };
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** Replies 500 to a request whose handler failed. */
function giveUp(response: ServerResponse, thrown: unknown): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  send(response, jsonReply(500, { error: "server_error", error_description: String(thrown) }));
}
