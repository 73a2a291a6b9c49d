import { bundle } from "@refresh-once/end-to-end/scenario";
import { Fleet } from "../fleet.ts";
import { type Command, isMessage, type Job, type Message } from "./protocol.ts";

export type Done = Extract<Message, { kind: "done" }>;

/** Processes of a service that all have the same accounts. */
export class AccountsFleet implements AsyncDisposable {
  readonly #fleet: Fleet<Message>;

  /** Starts them, and waits until all are connected. */
  static async start(job: Job, size: number): Promise<AccountsFleet> {
    const source = new URL("./worker.ts", import.meta.url);
    await using bundled = await bundle(source);
    const fleet = await Fleet.start(bundled.module, Array(size).fill(job), isMessage);
    return new AccountsFleet(fleet);
  }

  private constructor(fleet: Fleet<Message>) {
    this.#fleet = fleet;
  }

  get size(): number {
    return this.#fleet.size;
  }

  /** Tells each process what to do, by its number; resolves when all have done it. */
  async tell(command: (index: number) => Command): Promise<readonly Done[]> {
    return (await this.#fleet.tell(command)).map(asDone);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#fleet[Symbol.asyncDispose]();
  }
}

function asDone(message: Message): Done {
  if (message.kind !== "done") throw new Error("a process of the bench did not do as it was told");
  return message;
}
