import { startWorker, type Worker } from "@refresh-once/end-to-end/scenario";
import type { Counters } from "@refresh-once/testing";
import { isReply, type Login, type Question, type Reply, type ServerJob } from "./protocol.ts";

/** An authorization server in another process. */
export class RemoteServer implements AsyncDisposable {
  readonly #worker: Worker<Reply>;
  readonly #replies: AsyncIterator<Reply>;

  static async start(job: ServerJob): Promise<RemoteServer> {
    const server = new RemoteServer(job);
    await server.#next();
    return server;
  }

  private constructor(job: ServerJob) {
    this.#worker = startWorker(new URL("./worker.ts", import.meta.url), job, isReply);
    this.#replies = this.#worker.messages[Symbol.asyncIterator]();
  }

  async login(): Promise<Login> {
    const { login } = await this.#ask({ ask: "login" });
    if (!login) throw new Error("the server has issued no tokens");
    return login;
  }

  /** Ends every access token; who has one learns it by a 401. */
  async expire(): Promise<void> {
    await this.#ask({ ask: "expire" });
  }

  async counters(): Promise<Counters> {
    const { counters } = await this.#ask({ ask: "counters" });
    if (!counters) throw new Error("the server has counted nothing");
    return counters;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#worker.kill("SIGKILL");
    await this.#worker.exited;
  }

  #ask(question: Question): Promise<Reply> {
    this.#worker.send(JSON.stringify(question));
    return this.#next();
  }

  async #next(): Promise<Reply> {
    const { value, done } = await this.#replies.next();
    if (done) throw new Error("the server's process has ended");
    return value;
  }
}
