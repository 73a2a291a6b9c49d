import { createServer, type Server } from "node:http";

/** Starts an HTTP server on a free port of loopback. */
export async function listen(): Promise<{ readonly server: Server; readonly origin: string }> {
  // Longer than any test: a client must not reuse a socket that the server is just closing as idle.
  const server = createServer({ keepAliveTimeout: 600_000 });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("no TCP address");
  return { server, origin: `http://127.0.0.1:${address.port}` };
}

export function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
