import { afterAll, beforeAll } from "vitest";
import { type Bundle, bundle, startWorker, type Worker } from "../../src/scenario/index.ts";
import {
  type AccountJob,
  type AccountMessage,
  type AccountOrder,
  type CallOutcome,
  isAccountMessage,
} from "../../src/workers/account-protocol.ts";
import { isLate } from "./login.ts";

/** The module of account processes, for all tests of a file. */
export function useAccountWorker(): { readonly module: URL } {
  let bundled: Bundle | undefined;
  beforeAll(async () => {
    bundled = await bundle(new URL("../../src/workers/account-worker.ts", import.meta.url));
  });
  afterAll(() => bundled?.[Symbol.asyncDispose]());
  return {
    get module() {
      if (!bundled) throw new Error("the worker is not bundled yet");
      return bundled.module;
    },
  };
}

/** A process of its own with an account. */
export class AccountProcess implements AsyncDisposable {
  readonly #worker: Worker<AccountMessage>;
  readonly #messages: AsyncIterator<AccountMessage>;

  static async start(
    module: URL,
    job: AccountJob,
    env: Readonly<Record<string, string>> = {},
  ): Promise<AccountProcess> {
    const started = new AccountProcess(startWorker(module, job, isAccountMessage, env));
    await started.#next();
    return started;
  }

  private constructor(worker: Worker<AccountMessage>) {
    this.#worker = worker;
    this.#messages = worker.messages[Symbol.asyncIterator]();
  }

  /** Its exit code; `null` when a signal ended it. */
  get exited(): Promise<number | null> {
    return this.#worker.exited;
  }

  /** A token, or others in place of those that it has. */
  async ask(what: "get" | "renew"): Promise<CallOutcome> {
    const [outcome = {}] = await this.order({ do: what, times: 1 });
    return outcome;
  }

  /** Asks again while it is the deadline that answers, as `decided` does. */
  async askUntilDecided(what: "get" | "renew"): Promise<CallOutcome> {
    for (;;) {
      const outcome = await this.ask(what);
      if (!isLate(outcome.code)) return outcome;
    }
  }

  async order(order: AccountOrder): Promise<readonly CallOutcome[]> {
    this.tell(order);
    const message = await this.#next();
    return message.kind === "done" ? message.outcomes : [];
  }

  /** Without waiting for what comes of it. */
  tell(order: AccountOrder): void {
    this.#worker.send(JSON.stringify(order));
  }

  kill(signal: NodeJS.Signals): void {
    this.#worker.kill(signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.kill("SIGKILL");
    await this.exited;
  }

  async #next(): Promise<AccountMessage> {
    const { value, done } = await this.#messages.next();
    if (done) throw new Error("the process has ended");
    return value;
  }
}
