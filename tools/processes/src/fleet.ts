import type { Serializable } from "node:child_process";
import { AnsweringWorker } from "./answering-worker.ts";
import { bundle } from "./bundle.ts";

/** What the processes of a fleet are started with: one for each job. */
export interface FleetStart<Answer> {
  /** TypeScript, which is bundled. */
  readonly source: URL;
  readonly jobs: readonly unknown[];
  isMessage(value: unknown): value is Answer;
}

/** Worker processes that get their orders at the same time. */
export class Fleet<Answer> implements AsyncDisposable {
  readonly #workers: readonly AnsweringWorker<Answer>[];

  /** Starts them, and waits until all are ready. */
  static async start<Answer>({
    source,
    jobs,
    isMessage,
  }: FleetStart<Answer>): Promise<Fleet<Answer>> {
    await using bundled = await bundle(source);
    const { module } = bundled;
    const starts = jobs.map((job) => AnsweringWorker.start({ module, job, isMessage }));
    return new Fleet(await Promise.all(starts));
  }

  private constructor(workers: readonly AnsweringWorker<Answer>[]) {
    this.#workers = workers;
  }

  get size(): number {
    return this.#workers.length;
  }

  /** Gives each process its order, by its index; resolves with all their answers. */
  ask(order: (index: number) => Serializable): Promise<readonly Answer[]> {
    return Promise.all(this.#workers.map((worker, index) => worker.ask(order(index))));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker[Symbol.asyncDispose]()));
  }
}
