import { once } from "node:events";
import { createServer } from "node:net";
import { parentPort, workerData } from "node:worker_threads";

// Listens, and then blocks this thread until it is terminated: it accepts no connection.
const server = createServer().listen({ port: Number(workerData), host: "127.0.0.1", backlog: 1 });
await once(server, "listening");
parentPort?.postMessage("listening");
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
