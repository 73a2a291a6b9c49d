import { AnsweringWorker, bundle } from "@refresh-once/processes";
import type { Counters } from "@refresh-once/testing";
import { isReply, type Login, type Question, type Reply, type ServerJob } from "./protocol.ts";

/** An authorization server in another process. */
export class RemoteServer implements AsyncDisposable {
  readonly #worker: AnsweringWorker<Reply>;

  static async start(job: ServerJob): Promise<RemoteServer> {
    await using bundled = await bundle(new URL("./worker.ts", import.meta.url));
    const { module } = bundled;
    return new RemoteServer(await AnsweringWorker.start({ module, job, isMessage: isReply }));
  }

  private constructor(worker: AnsweringWorker<Reply>) {
    this.#worker = worker;
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

  [Symbol.asyncDispose](): Promise<void> {
    return this.#worker[Symbol.asyncDispose]();
  }

  #ask(question: Question): Promise<Reply> {
    return this.#worker.ask(question);
  }
}
