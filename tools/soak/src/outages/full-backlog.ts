import { once } from "node:events";
import { connect } from "node:net";
import { Worker } from "node:worker_threads";

/** More connections than the listener has room for. */
const fillers = 4;

/**
 * A port whose SYNs nobody answers: its listener takes no connection, and the system's queue is full.
 * Disposing of it frees the port.
 *
 * @param module of the thread, bundled
 */
export async function listenWithFullBacklog(module: URL, port: number): Promise<AsyncDisposable> {
  const thread = new Worker(module, { workerData: port, execArgv: [] });
  await once(thread, "message");
  const sockets = Array.from({ length: fillers }, () =>
    connect(port, "127.0.0.1").on("error", () => {}),
  );
  return {
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await thread.terminate();
    },
  };
}
