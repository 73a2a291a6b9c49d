import { startWorker, type Worker } from "@refresh-once/scenario";
import { type Command, isMessage, type Job, type Message } from "./protocol.ts";

export type Done = Extract<Message, { kind: "done" }>;

/** Processes that do the same at the same time. */
export class Fleet implements AsyncDisposable {
  readonly #workers: readonly Worker<Message>[];
  readonly #messages: readonly AsyncIterator<Message>[];

  /** Starts them, and waits until all are connected. */
  static async start(job: Job, size: number): Promise<Fleet> {
    const module = new URL("./worker.ts", import.meta.url);
    const fleet = new Fleet(
      Array.from({ length: size }, () => startWorker(module, job, isMessage)),
    );
    await Promise.all(fleet.#messages.map((messages) => messages.next()));
    return fleet;
  }

  private constructor(workers: readonly Worker<Message>[]) {
    this.#workers = workers;
    this.#messages = workers.map(({ messages }) => messages[Symbol.asyncIterator]());
  }

  get size(): number {
    return this.#workers.length;
  }

  /** Tells each process what to do, by its number; resolves when all have done it. */
  tell(command: (index: number) => Command): Promise<readonly Done[]> {
    for (const [index, worker] of this.#workers.entries())
      worker.send(JSON.stringify(command(index)));
    return Promise.all(this.#messages.map(nextDone));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const worker of this.#workers) worker.kill("SIGKILL");
    await Promise.all(this.#workers.map(({ exited }) => exited));
  }
}

async function nextDone(messages: AsyncIterator<Message>): Promise<Done> {
  const { value, done } = await messages.next();
  if (done || value.kind !== "done") throw new Error("a process of the bench has ended");
  return value;
}
