import type { Database } from "@refresh-once/end-to-end/databases";
import { targetOf } from "@refresh-once/end-to-end/scenario";
import { Fleet } from "@refresh-once/processes";
import {
  type AuthorizationServer,
  type ProviderOptions,
  startAuthorizationServer,
} from "@refresh-once/testing";
import { type BenchAccount, type Done, isDone, type Job } from "./worker/protocol.ts";

const provider = "oroBank";

/** The authorization server of a bench, which counts the refreshes of its accounts. */
export class Lab implements AsyncDisposable {
  readonly #server: AuthorizationServer;
  readonly #database: Database;

  static async open(database: Database): Promise<Lab> {
    return new Lab(await startAuthorizationServer(), database);
  }

  private constructor(server: AuthorizationServer, database: Database) {
    this.#server = server;
    this.#database = database;
  }

  /** Accounts that have just logged in. Their tokens are not in the database yet. */
  logIn(count: number): readonly BenchAccount[] {
    const run = crypto.randomUUID();
    return Array.from({ length: count }, (_, index) => ({
      key: `bench ${run} ${index}`,
      refreshToken: this.#server.issueRefreshToken(provider),
    }));
  }

  /** Starts processes of a service. They have no accounts before they are told to open them. */
  startFleet(size: number): Promise<Fleet<Done>> {
    const job: Job = { target: targetOf(this.#server, provider), database: this.#database };
    const source = new URL("./worker/worker.ts", import.meta.url);
    return Fleet.start({ source, jobs: Array(size).fill(job), isMessage: isDone });
  }

  /** Changes the token endpoint for later requests. */
  configure(options: Pick<ProviderOptions, "latency" | "accessTokenLifetime">): void {
    this.#server.configure(provider, options);
  }

  /** How many refreshes the token endpoint has counted. */
  get refreshes(): number {
    return this.#server.counters(provider).refreshes;
  }

  /** @throws {Error} when a spent token was sent, or the token endpoint was called more or less often */
  check(refreshes: number): void {
    const { tokenRequests, reuses } = this.#server.counters(provider);
    if (tokenRequests === refreshes && reuses === 0) return;
    throw new Error(
      `${refreshes} refreshes were to be made: ${tokenRequests} were, ${reuses} with a spent token`,
    );
  }

  /** @throws {Error} when a spent token was sent */
  checkReuse(): void {
    const { reuses } = this.#server.counters(provider);
    if (reuses > 0) throw new Error(`${reuses} refreshes were made with a spent token`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.close();
  }
}
