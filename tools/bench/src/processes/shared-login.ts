import { Fleet } from "@refresh-once/processes";
import type { Contender } from "../clients/contender.ts";
import { type TokenFile, tokenFile } from "../clients/token-file.ts";
import { machineClock } from "../clock.ts";
import type { RemoteServer } from "../server/remote-server.ts";
import { type Answered, isAnswered, type Order, type ProcessJob } from "./protocol.ts";

/** One expiry that all processes have met at once. */
export interface Expiry {
  /** From the word to the last answer, ms. */
  readonly wall: number;
  /** The same without an expiry. */
  readonly quietWall: number;
  /** From the beginning of the commit to the last process that has the tokens, ms; absent where nobody has them. */
  readonly adoption?: number;
  readonly refreshes: number;
  readonly reuses: number;
  /** Processes that did not get their answer. */
  readonly failed: number;
}

/** Processes that share a login by one way to send requests. */
export class SharedLogin implements AsyncDisposable {
  readonly contender: Contender;
  readonly expiries: Expiry[] = [];
  readonly #server: RemoteServer;
  readonly #file: TokenFile;
  readonly #fleet: Fleet<Answered>;

  static async start(
    server: RemoteServer,
    contender: Contender,
    size: number,
  ): Promise<SharedLogin> {
    const login = await server.login();
    const file = await tokenFile(login.account);
    const job: ProcessJob = { name: contender.name, login, path: file.path };
    const source = new URL("./worker.ts", import.meta.url);
    const jobs = Array(size).fill(job);
    const fleet = await Fleet.start({ source, jobs, isMessage: isAnswered });
    return new SharedLogin(server, contender, file, fleet);
  }

  private constructor(
    server: RemoteServer,
    contender: Contender,
    file: TokenFile,
    fleet: Fleet<Answered>,
  ) {
    this.#server = server;
    this.contender = contender;
    this.#file = file;
    this.#fleet = fleet;
  }

  /** Whether all processes have got over every expiry so far. */
  get isWell(): boolean {
    return this.expiries.every(({ failed }) => failed === 0);
  }

  /** Others' expiries are this one's, too: so all of its processes get good tokens at first. */
  async expire(): Promise<void> {
    await this.#send();
    const quiet = await this.#send();
    await this.#server.expire();
    const before = await this.#server.counters();
    const { wall, answers } = await this.#send();
    const after = await this.#server.counters();
    this.expiries.push({
      wall,
      quietWall: quiet.wall,
      ...adoptionOf(answers),
      refreshes: after.refreshes - before.refreshes,
      reuses: after.reuses - before.reuses,
      failed: answers.filter(({ isGood }) => !isGood).length,
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#fleet[Symbol.asyncDispose]();
    await this.#file[Symbol.asyncDispose]();
  }

  async #send(): Promise<{ wall: number; answers: readonly Answered[] }> {
    const start = machineClock();
    const answers = await this.#fleet.ask((): Order => "send");
    return { wall: Math.max(...answers.map(({ at }) => at)) - start, answers };
  }
}

function adoptionOf(answers: readonly Answered[]): Pick<Expiry, "adoption"> {
  const committed = answers.flatMap(({ committingAt }) => committingAt ?? []);
  const adopted = answers.flatMap(({ committingAt, inUseAt }) =>
    committingAt === undefined ? (inUseAt ?? []) : [],
  );
  const [committingAt] = committed;
  const isWhole = committed.length === 1 && adopted.length === answers.length - 1;
  return committingAt !== undefined && isWhole
    ? { adoption: Math.max(...adopted) - committingAt }
    : {};
}
