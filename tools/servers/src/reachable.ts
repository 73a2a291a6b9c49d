import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout } from "node:timers/promises";

/** Resolves when somebody listens on this port of loopback. */
export async function reachable(port: number, stillRuns: () => boolean): Promise<void> {
  while (stillRuns()) {
    const socket = connect(port, "127.0.0.1");
    const answered = await once(socket, "connect").then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (answered) return;
    await setTimeout(10);
  }
  throw new Error(`the server on port ${port} has ended`);
}
