import { whenLockFree } from "../context/lifetime-lock.ts";
import type { Accepted, Call, CallMessage, Reply } from "./messages.ts";

/** A worker that calls `serveTokens`: a `SharedWorker`, a service worker, or a dedicated worker. */
export type TokenWorker = FailingWorker & (Poster | SharedWorkerPort);

/** The part of a `SharedWorker` that receives messages. */
interface SharedWorkerPort {
  /** Sends messages to the worker. */
  readonly port: Poster;
}

/** The parts of a worker are described here, because a program for Node.js knows no types of browsers. */
interface FailingWorker {
  addEventListener(type: "error", listener: () => void): void;
}

/** A service worker, a dedicated worker, or the port of a `SharedWorker`. */
interface Poster {
  postMessage(message: unknown, transfer: object[]): void;
}

/** The last reply to a call. */
type FinalReply = Exclude<Reply, Accepted>;

/** The worker cannot be started, does not reply, or has crashed. */
export class WorkerUnavailable extends Error {
  override readonly name = "WorkerUnavailable";
  /** Whether the worker has died after it had accepted the call. */
  readonly isCrash: boolean;

  constructor(reason: string, isCrash = false) {
    super(reason);
    this.isCrash = isCrash;
  }
}

/** How long a worker may take to load and to accept a call, in ms. */
const acceptLimit = 10_000;

/** How long an accepted call may take, in ms: longer than any deadline of a token manager. */
const replyLimit = 90_000;

/** Sends the calls of a page to one worker. */
export class WorkerConnection {
  readonly #poster: Poster;
  /** Rejects if the script of the worker cannot be loaded. */
  readonly #failed: Promise<never>;
  /** The id of the lock that the worker held when it accepted the last call. */
  #lock: string | undefined;

  constructor(worker: TokenWorker) {
    this.#poster = "port" in worker ? worker.port : worker;
    this.#failed = new Promise((_, reject) => {
      const reason = "its script cannot be loaded";
      worker.addEventListener("error", () => reject(new WorkerUnavailable(reason)));
    });
    this.#failed.catch(() => {});
  }

  /** @throws {WorkerUnavailable} */
  async ask(call: Call): Promise<FinalReply> {
    const { port1, port2 } = new MessageChannel();
    const ended = new AbortController();
    try {
      const message: CallMessage = { refreshOnce: 1, call };
      this.#poster.postMessage(message, [port2]);
      return await Promise.race([this.#failed, this.#finalReply(port1, ended.signal)]);
    } finally {
      ended.abort();
      port1.close();
    }
  }

  /** Waits for the last reply, and notices when the worker dies. */
  #finalReply(port: MessagePort, ended: AbortSignal): Promise<FinalReply> {
    return new Promise((resolve, reject) => {
      const fail = (reason: string, isCrash?: boolean) => () =>
        reject(new WorkerUnavailable(reason, isCrash));
      let timer = setTimeout(fail("it does not reply"), acceptLimit);
      ended.addEventListener("abort", () => clearTimeout(timer));
      const watch = (lock: string) => whenLockFree(lock, fail("it has crashed", true), ended);
      // The worker may have died since the last call. Then nobody accepts this one.
      if (this.#lock) watch(this.#lock);
      port.onmessage = ({ data }: MessageEvent<Reply>) => {
        if (!("accepted" in data)) return resolve(data);
        clearTimeout(timer);
        timer = setTimeout(fail("it does not reply any more", true), replyLimit);
        this.#lock = data.accepted;
        if (this.#lock) watch(this.#lock);
      };
    });
  }
}
