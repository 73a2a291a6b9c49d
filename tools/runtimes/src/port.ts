import { once } from "node:events";
import type { Server } from "node:http";

/** The port of 127.0.0.1 on which a server listens from now on. */
export async function portOf(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("no TCP address");
  return address.port;
}
