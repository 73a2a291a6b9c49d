import { startWorker, type Worker } from "@refresh-once/end-to-end/scenario";
import type { Job } from "./job.ts";
import { isWorkerMessage, type Order, type WorkerMessage } from "./messages.ts";
import type { Tally } from "./tally.ts";

/** How a worker process ended. */
export type Ending =
  | { readonly kind: "finished" }
  | { readonly kind: "died"; readonly how: string };

/** One worker process and its last word. */
export class Member {
  readonly ready: Promise<void>;
  /** Never rejects. */
  readonly ended: Promise<Ending>;
  readonly #worker: Worker<WorkerMessage>;
  #tallies: readonly Tally[] = [];

  constructor(module: URL, job: Job) {
    this.#worker = startWorker(module, job, isWorkerMessage);
    let loaded = () => {};
    this.ready = new Promise((resolve) => {
      loaded = resolve;
    });
    this.ended = this.#follow(loaded).catch((error: unknown) => this.#died(String(error)));
  }

  get pid(): number {
    return this.#worker.pid;
  }

  get tallies(): readonly Tally[] {
    return this.#tallies;
  }

  tell(order: Order): void {
    this.#worker.send(order);
  }

  kill(): void {
    this.#worker.kill("SIGKILL");
  }

  async #follow(ready: () => void): Promise<Ending> {
    let finished = false;
    for await (const message of this.#worker.messages) {
      if (message.kind === "ready") ready();
      else this.#tallies = message.tallies;
      finished = message.kind === "finished";
    }
    const code = await this.#worker.exited;
    if (finished && code === 0) return { kind: "finished" };
    return this.#died(code === null ? "ended by a signal" : `exit code ${code}`);
  }

  #died(how: string): Ending {
    // Where it only said something unheard of, it is still running.
    this.kill();
    return { kind: "died", how: `process ${this.pid}: ${how}` };
  }
}
