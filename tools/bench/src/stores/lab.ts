import type { Database } from "@refresh-once/end-to-end/databases";
import { type Target, targetOf } from "@refresh-once/end-to-end/scenario";
import { type AuthorizationServer, startAuthorizationServer } from "@refresh-once/testing";
import { AccountsFleet } from "./fleet.ts";
import type { BenchAccount } from "./protocol.ts";

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

  startFleet(size: number): Promise<AccountsFleet> {
    const target: Target = targetOf(this.#server, provider);
    return AccountsFleet.start({ target, database: this.#database, accounts: this.accounts }, size);
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
