import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout } from "node:timers/promises";

/** How to find out whether a server that listens can be used. */
export type Ready = (socket: Socket) => Promise<boolean>;

/** Resolves when somebody listens on this port of loopback, and is ready. */
export async function reachable(
  port: number,
  stillRuns: () => boolean,
  isReady: Ready = async () => true,
): Promise<void> {
  while (stillRuns()) {
    const socket = connect(port, "127.0.0.1");
    const answered = await once(socket, "connect").then(
      () => isReady(socket),
      () => false,
    );
    socket.destroy();
    if (answered) return;
    await setTimeout(10);
  }
  throw new Error(`the server on port ${port} has ended`);
}
