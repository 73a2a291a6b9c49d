import { AnsweringWorker, type Bundle, bundle } from "@refresh-once/processes";
import { afterAll, beforeAll } from "vitest";
import {
  type AccountJob,
  type AccountOrder,
  type CallOutcome,
  isCallOutcomes,
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
  readonly #worker: AnsweringWorker<readonly CallOutcome[]>;

  static async start(
    module: URL,
    job: AccountJob,
    env: Readonly<Record<string, string>> = {},
  ): Promise<AccountProcess> {
    const start = { module, job, isMessage: isCallOutcomes, env };
    return new AccountProcess(await AnsweringWorker.start(start));
  }

  private constructor(worker: AnsweringWorker<readonly CallOutcome[]>) {
    this.#worker = worker;
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

  order(order: AccountOrder): Promise<readonly CallOutcome[]> {
    return this.#worker.ask(order);
  }

  /** Without waiting for what comes of it. */
  tell(order: AccountOrder): void {
    this.#worker.tell(order);
  }

  kill(signal: NodeJS.Signals): void {
    this.#worker.kill(signal);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#worker[Symbol.asyncDispose]();
  }
}
