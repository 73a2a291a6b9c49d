import { bundle, clientNames, startWorker, type Worker } from "../src/scenario/index.ts";
import { isWorkerMessage, type Job, type WorkerMessage } from "../src/workers/protocol.ts";
import type { Account } from "./account.ts";

const source = new URL("../src/workers/request-worker.ts", import.meta.url);

/** One process of a fleet that shares a token file. */
export interface Member {
  readonly worker: Worker<WorkerMessage>;
  /** Sends so many requests at once; resolves with what failed. */
  request(size: number): Promise<readonly string[]>;
}

/** Starts a process and waits until it listens. */
async function startMember(module: URL, job: Job): Promise<Member> {
  const worker = startWorker(module, job, isWorkerMessage);
  const messages = worker.messages[Symbol.asyncIterator]();
  await messages.next();
  return {
    worker,
    async request(size) {
      worker.send(`${size}`);
      const { value, done } = await messages.next();
      if (done) return ["the process died"];
      return value.kind === "done" ? value.failures : ["an unexpected message"];
    },
  };
}

/** Processes that share an account's token file and take turns with the three clients. */
export async function startFleet(
  { target, path }: Account,
  seed: Job["seed"],
  size: number,
): Promise<Member[]> {
  await using bundled = await bundle(source);
  return await Promise.all(
    Array.from({ length: size }, (_, index) => {
      const client = clientNames[index % clientNames.length] ?? "fetch";
      return startMember(bundled.module, { target, path, seed, client });
    }),
  );
}

export async function stopFleet(fleet: readonly Member[]): Promise<void> {
  for (const { worker } of fleet) worker.kill("SIGKILL");
  await Promise.all(fleet.map(({ worker }) => worker.exited));
}
