import type { Serializable } from "node:child_process";
import { startWorker, type Worker, type WorkerStart } from "./worker.ts";

/** How a worker process ended: after its last message, by `kill()`, or in any other way. */
export type Ending = "finished" | "killed" | { readonly died: string };

/** `ready` is the first message of a member, and `finished` is its last one. */
export interface MemberMessage {
  readonly kind: string;
}

/** A worker process of a crew: it works until it is stopped, and says meanwhile how it goes. */
export class Member<Message extends MemberMessage> {
  /** Resolves when it is ready; never if it ends before that. */
  readonly ready: Promise<void>;
  /** Never rejects. */
  readonly ended: Promise<Ending>;
  readonly #worker: Worker<Message>;
  #state: "starting" | "ready" | "killed" | "ended" = "starting";

  constructor(start: WorkerStart<Message>, told: (message: Message) => void) {
    this.#worker = startWorker(start);
    let setReady = () => {};
    this.ready = new Promise((resolve) => {
      setReady = resolve;
    });
    this.ended = this.#follow(told, setReady).catch((error: unknown): Ending => {
      // It may still be running, if it only sent a message that it should not send.
      this.kill();
      return { died: String(error) };
    });
  }

  get pid(): number {
    return this.#worker.pid;
  }

  get isReady(): boolean {
    return this.#state === "ready";
  }

  send(order: Serializable): void {
    this.#worker.send(order);
  }

  kill(): void {
    if (this.#state !== "ended") this.#state = "killed";
    this.#worker.kill("SIGKILL");
  }

  async #follow(told: (message: Message) => void, setReady: () => void): Promise<Ending> {
    let last: Message | undefined;
    for await (const message of this.#worker.messages) {
      if (message.kind === "ready") {
        if (this.#state === "starting") this.#state = "ready";
        setReady();
      }
      last = message;
      told(message);
    }
    if (this.#state !== "killed") this.#state = "ended";
    const code = await this.#worker.exited;
    if (this.#state === "killed") return "killed";
    if (last?.kind === "finished" && code === 0) return "finished";
    return { died: code === null ? "ended by a signal" : `exit code ${code}` };
  }
}
