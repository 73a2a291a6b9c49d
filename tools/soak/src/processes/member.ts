import { startWorker, type Worker } from "@refresh-once/end-to-end/scenario";
import type { Job, Login, Order } from "./job.ts";
import { isWorkerMessage, type WorkerMessage } from "./messages.ts";

/** How a worker process ended. */
export type Ending = "finished" | "killed" | { readonly died: string };

/** One worker process. */
export class Member {
  readonly number: number;
  /** Never rejects. */
  readonly ended: Promise<Ending>;
  readonly #worker: Worker<WorkerMessage>;
  readonly #told: (message: WorkerMessage) => void;
  #isReady = false;
  #isKilled = false;
  #loggedIn = () => {};

  constructor(module: URL, job: Job, told: (message: WorkerMessage) => void) {
    this.number = job.worker;
    this.#told = told;
    this.#worker = startWorker(module, job, isWorkerMessage);
    this.ended = this.#follow().catch((error: unknown) => this.#died(String(error)));
  }

  get pid(): number {
    return this.#worker.pid;
  }

  get isReady(): boolean {
    return this.#isReady && !this.#isKilled;
  }

  kill(): void {
    this.#isKilled = true;
    this.#worker.kill("SIGKILL");
  }

  stop(): void {
    this.#tell({ kind: "stop" });
  }

  /** Has it store the tokens of a login; `false` when it died over that, and nobody knows. */
  login(login: Login): Promise<boolean> {
    const done = new Promise<boolean>((resolve) => {
      this.#loggedIn = () => resolve(true);
    });
    this.#tell({ kind: "login", ...login });
    return Promise.race([done, this.ended.then(() => false)]);
  }

  #tell(order: Order): void {
    this.#worker.send(JSON.stringify(order));
  }

  async #follow(): Promise<Ending> {
    let finished = false;
    for await (const message of this.#worker.messages) {
      if (message.kind === "ready") this.#isReady = true;
      if (message.kind === "loggedIn") this.#loggedIn();
      finished = message.kind === "finished";
      this.#told(message);
    }
    this.#isReady = false;
    const code = await this.#worker.exited;
    if (this.#isKilled) return "killed";
    if (finished && code === 0) return "finished";
    return this.#died(code === null ? "ended by a signal" : `exit code ${code}`);
  }

  #died(how: string): Ending {
    this.kill();
    return { died: `worker ${this.number} (process ${this.pid}): ${how}` };
  }
}
