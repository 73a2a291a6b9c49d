import { randomInt } from "node:crypto";
import { once } from "node:events";
import type { Server } from "node:net";

/**
 * Listens at a port of loopback that stays free while nobody listens there: the ports that the system
 * gives to outgoing connections begin at 32768. A client that connects to one of those while it is
 * closed may even be connected to itself.
 */
export async function listenSomewhere(server: Server): Promise<number> {
  for (;;) {
    const port = randomInt(10_000, 32_768);
    const isFree = await once(server.listen(port, "127.0.0.1"), "listening").then(
      () => true,
      () => false,
    );
    if (isFree) return port;
  }
}
