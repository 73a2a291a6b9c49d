import { parentPort, workerData } from "node:worker_threads";
import { fileStore } from "@refresh-once/core/file";

/** A worker thread that claims the first record of a file, and goes no further. */
const claim = await fileStore(String(workerData)).claim(0, { duration: 3_600_000 });
parentPort?.postMessage(claim ? "claimed" : "refused");
setInterval(() => {}, 1_000);
