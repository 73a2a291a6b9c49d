import type { Database } from "@refresh-once/end-to-end/databases";
import { Fleet } from "@refresh-once/end-to-end/processes";
import { targetOf } from "@refresh-once/end-to-end/scenario";
import { type AuthorizationServer, startAuthorizationServer } from "@refresh-once/testing";
import { type BenchAccount, type Done, isDone, type Job } from "./protocol.ts";

const provider = "oroBank";

/** Accounts in a database, and the authorization server that counts their refreshes. */
export class Lab implements AsyncDisposable {
  readonly #server: AuthorizationServer;
  readonly #database: Database;
  readonly accounts: readonly BenchAccount[];

  static async open(database: Database, size: number): Promise<Lab> {
    return new Lab(await startAuthorizationServer(), database, size);
  }

  private constructor(server: AuthorizationServer, database: Database, size: number) {
    this.#server = server;
    this.#database = database;
    const run = crypto.randomUUID();
    this.accounts = Array.from({ length: size }, (_, index) => ({
      key: `bench ${run} ${index}`,
      refreshToken: server.issueRefreshToken(provider),
    }));
  }

  /** Starts processes of a service that all have the same accounts. */
  startFleet(size: number): Promise<Fleet<Done>> {
    const target = targetOf(this.#server, provider);
    const job: Job = { target, database: this.#database, accounts: this.accounts };
    const source = new URL("./worker.ts", import.meta.url);
    return Fleet.start({ source, jobs: Array(size).fill(job), isMessage: isDone });
  }

  /** Of the token endpoint, ms. */
  set latency(latency: number) {
    this.#server.configure(provider, { latency });
  }

  /** @throws {Error} when the token endpoint was called more or less often, or with a spent token */
  check(refreshes: number): void {
    const { tokenRequests, reuses } = this.#server.counters(provider);
    if (tokenRequests === refreshes && reuses === 0) return;
    throw new Error(
      `${refreshes} refreshes were to be made: ${tokenRequests} were, ${reuses} with a spent token`,
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.close();
  }
}
