import { startWorker, type Worker } from "@refresh-once/end-to-end/scenario";

/** Processes that do the same at the same time: each says one thing when it is ready, and one a command. */
export class Fleet<Message> implements AsyncDisposable {
  readonly #workers: readonly Worker<Message>[];
  readonly #messages: readonly AsyncIterator<Message>[];

  /** Starts them, and waits until all are ready. */
  static async start<Message>(
    module: URL,
    jobs: readonly unknown[],
    isMessage: (value: unknown) => value is Message,
  ): Promise<Fleet<Message>> {
    const fleet = new Fleet(jobs.map((job) => startWorker(module, job, isMessage)));
    await fleet.#next();
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
  tell(command: (index: number) => unknown): Promise<readonly Message[]> {
    for (const [index, worker] of this.#workers.entries()) {
      worker.send(JSON.stringify(command(index)));
    }
    return this.#next();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const worker of this.#workers) worker.kill("SIGKILL");
    await Promise.all(this.#workers.map(({ exited }) => exited));
  }

  #next(): Promise<readonly Message[]> {
    return Promise.all(this.#messages.map(nextOf));
  }
}

async function nextOf<Message>(messages: AsyncIterator<Message>): Promise<Message> {
  const { value, done } = await messages.next();
  if (done) throw new Error("a process of the bench has ended");
  return value;
}
