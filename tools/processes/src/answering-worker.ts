import type { Serializable } from "node:child_process";
import { startWorker, type Worker, type WorkerStart } from "./worker.ts";

/** A worker process that sends one answer to each order, in turn: its module calls `answerOrders`. */
export class AnsweringWorker<Answer> implements AsyncDisposable {
  readonly #worker: Worker<"ready" | Answer>;
  readonly #messages: AsyncIterator<"ready" | Answer>;

  /** Starts a process, and waits until it is ready. */
  static async start<Answer>(start: WorkerStart<Answer>): Promise<AnsweringWorker<Answer>> {
    const isMessage = (value: unknown): value is "ready" | Answer =>
      value === "ready" || start.isMessage(value);
    const started = new AnsweringWorker(startWorker<"ready" | Answer>({ ...start, isMessage }));
    await started.#next();
    return started;
  }

  private constructor(worker: Worker<"ready" | Answer>) {
    this.#worker = worker;
    this.#messages = worker.messages[Symbol.asyncIterator]();
  }

  /** Its exit code; `null` if a signal ended it. */
  get exited(): Promise<number | null> {
    return this.#worker.exited;
  }

  /** @throws {Error} if the process ends instead of answering */
  async ask(order: Serializable): Promise<Answer> {
    this.tell(order);
    const answer = await this.#next();
    if (answer === "ready") throw new Error("the process was ready twice");
    return answer;
  }

  /** Gives an order whose answer nobody waits for. */
  tell(order: Serializable): void {
    this.#worker.send(order);
  }

  kill(signal: NodeJS.Signals): void {
    this.#worker.kill(signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.kill("SIGKILL");
    await this.exited;
  }

  async #next(): Promise<"ready" | Answer> {
    const { value, done } = await this.#messages.next();
    if (done) throw new Error(`process ${this.#worker.pid} has ended`);
    return value;
  }
}
