import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import {
  type Call,
  type Command,
  type Hold,
  isWorkerMessage,
  type Job,
  type Settled,
  type WorkerMessage,
} from "../../src/crash/protocol.ts";

/** How a process is started. */
export interface Launch {
  /** A command that starts the one that stands behind it. */
  readonly by?: readonly string[];
  readonly uid?: number;
}

type Kind = WorkerMessage["kind"];

/** A worker process, with what it says. */
export class StoreProcess implements AsyncDisposable {
  readonly child: ChildProcess;
  /** All that held its ends of the channel are gone. */
  readonly gone: Promise<unknown>;
  #pid = 0;
  #isGone = false;
  #errors = "";
  readonly #waiting = new Map<Kind, ((message: WorkerMessage | undefined) => void)[]>();

  static async start(module: URL, job: Job, launch: Launch = {}): Promise<StoreProcess> {
    const started = new StoreProcess(module, job, launch);
    const ready = await started.#next("ready");
    if (ready?.kind !== "ready") throw new Error(`the process did not start: ${started.#errors}`);
    started.#pid = ready.pid;
    return started;
  }

  private constructor(module: URL, job: Job, { by = [], uid }: Launch) {
    const [command = "", ...args] = [...by, process.execPath, module.pathname, JSON.stringify(job)];
    this.child = spawn(command, args, {
      stdio: ["pipe", "ignore", "pipe", "ipc"],
      // All its file calls are made by one thread, one after the other.
      env: { ...process.env, UV_THREADPOOL_SIZE: "1", UV_USE_IO_URING: "0" },
      ...(uid !== undefined && { uid, gid: uid }),
    });
    this.child.stdin?.on("error", () => {});
    this.child.stderr?.on("data", (text) => {
      this.#errors += String(text);
    });
    this.child.on("message", (message) => {
      if (isWorkerMessage(message)) this.#waiting.get(message.kind)?.shift()?.(message);
    });
    this.gone = once(this.child, "disconnect").then(() => this.#end());
  }

  get pid(): number {
    return this.#pid;
  }

  get errors(): string {
    return this.#errors;
  }

  /** How a call ended; `undefined` where the process died in it. */
  async settled(command: Call): Promise<Settled | undefined> {
    const answer = this.#next("settled");
    this.#send(command);
    const message = await answer;
    return message?.kind === "settled" ? message : undefined;
  }

  /** Like `settled`, of a process that lives on. */
  async ask(what: Call["do"], more: Omit<Call, "do"> = {}): Promise<Settled> {
    const settled = await this.settled({ do: what, ...more });
    if (!settled) throw new Error(`the process died: ${this.#errors}`);
    return settled;
  }

  /**
   * Asks for tokens, and comes back when it is held up on the way to them, until the order `go`; or when the call has
   * ended before, because its deadline has passed.
   */
  async askUntilHeld(
    what: Call["do"],
    at: Hold["at"] = "answered",
  ): Promise<{ settled: Promise<Settled> }> {
    const held = this.#next("held");
    const settled = this.ask(what, { hold: { at, by: "gate" } });
    await Promise.race([held, settled]);
    return { settled };
  }

  async order(what: Exclude<Command, Call>): Promise<void> {
    const done = this.#next("done");
    this.#send(what);
    await done;
  }

  /** Whether SIGSTOP has stopped it. */
  async isStopped(): Promise<boolean> {
    return /\) T /.test(await readFile(`/proc/${this.#pid}/stat`, "utf8"));
  }

  kill(signal: NodeJS.Signals): void {
    if (!this.#isGone) process.kill(this.#pid, signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isGone) return;
    try {
      this.kill("SIGKILL");
    } catch {
      // It is gone already.
    }
    this.child.kill("SIGKILL");
    await this.gone;
  }

  #send(command: Command): void {
    if (this.child.connected) this.child.send(command);
  }

  #next(kind: Kind): Promise<WorkerMessage | undefined> {
    if (this.#isGone) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(kind) ?? [];
      this.#waiting.set(kind, [...waiting, resolve]);
    });
  }

  #end(): void {
    this.#isGone = true;
    for (const resolve of [...this.#waiting.values()].flat()) resolve(undefined);
  }
}
