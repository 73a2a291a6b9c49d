import { AnsweringWorker, type Bundle, bundle } from "@refresh-once/processes";
import { type Answer, type Command, isAnswer, type Job } from "../../src/stores/protocol.ts";

/** The program of a machine in one file, made once for all machines of a test file. */
export function bundleMachine(): Promise<Bundle> {
  return bundle(new URL("../../src/stores/worker.ts", import.meta.url));
}

/** A process that stands for a machine. */
export class Machine implements AsyncDisposable {
  readonly #worker: AnsweringWorker<Answer>;

  static async start({ module }: Bundle, job: Job): Promise<Machine> {
    const start = { module, job, isMessage: isAnswer };
    return new Machine(await AnsweringWorker.start(start));
  }

  private constructor(worker: AnsweringWorker<Answer>) {
    this.#worker = worker;
  }

  tell(command: Command): Promise<Answer> {
    return this.#worker.ask(command);
  }

  /** Tells it to get tokens, again while it is the deadline that answers. */
  async get(): Promise<Answer> {
    for (;;) {
      const answer = await this.tell("get");
      const isLate = answer.kind === "failed" && /^(timeout|not_persisted)$/.test(answer.code);
      if (!isLate) return answer;
    }
  }

  /**
   * Tells it to get tokens until something has happened, and comes back without waiting for the
   * answer. On a busy machine the deadline may pass before it happens: then it is told again.
   */
  async getUntil<T>(
    happened: Promise<T>,
  ): Promise<{ readonly answer: Promise<Answer>; readonly by: T }> {
    for (;;) {
      const answer = this.tell("get");
      const first = await Promise.race([happened.then((by) => ({ by })), answer]);
      if ("by" in first) return { answer, by: first.by };
    }
  }

  kill(signal: NodeJS.Signals): void {
    this.#worker.kill(signal);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#worker[Symbol.asyncDispose]();
  }
}
