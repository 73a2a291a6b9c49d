import { once } from "node:events";
import type { Server } from "node:http";
import type { Server as TlsServer } from "node:https";

/** A server that listens on 127.0.0.1 until it is disposed of. */
export interface Listening extends AsyncDisposable {
  readonly port: number;
}

export async function listen(server: Server | TlsServer): Promise<Listening> {
  // Longer than any test, so that a client never meets a socket that is just being closed for idling.
  server.keepAliveTimeout = 600_000;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("not listening");
  return {
    port: address.port,
    async [Symbol.asyncDispose]() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
