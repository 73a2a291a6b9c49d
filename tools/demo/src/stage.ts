import type { TokenFolder } from "@refresh-once/end-to-end/program";
import type { PresetName } from "@refresh-once/end-to-end/scenario";
import { type AuthorizationServer, startAuthorizationServer } from "@refresh-once/testing";
import { type Job, planJobs } from "./job.ts";
import { countsOf, type ServerCounts } from "./server-counts.ts";
import type { Settings } from "./settings.ts";

/** Of the token endpoints, ms: long enough for all processes to run into a refresh under way. */
const latency = 20;

/**
 * The authorization server, and what each process needs to know of it.
 *
 * Client credentials have no refresh token to share: each process gets access tokens of its own, and
 * is an OAuth client of its own. A server knows one client, and counts what its newest token meets.
 * So every process but the first has a server of its own for them, and one refresh an expiry is
 * checked for each process. All else happens at the first server.
 */
export class Stage implements AsyncDisposable {
  readonly jobs: readonly Job[];
  readonly #servers: readonly AuthorizationServer[];

  private constructor(servers: readonly AuthorizationServer[], jobs: readonly Job[]) {
    this.#servers = servers;
    this.jobs = jobs;
  }

  static async open(settings: Settings, folder: TokenFolder): Promise<Stage> {
    const main = await startServer(settings);
    const others = settings.providers.includes("clientCredentials") ? settings.processes - 1 : 0;
    const more = await Promise.all(Array.from({ length: others }, () => startServer(settings)));
    return new Stage([main, ...more], planJobs(settings, folder, main, more));
  }

  /** What the server has counted of a provider. */
  countsOf(provider: PresetName): ServerCounts {
    return countsOf(this.#servers, provider);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#servers.map((server) => server.close()));
  }
}

async function startServer({ lifetime }: Settings): Promise<AuthorizationServer> {
  const server = await startAuthorizationServer({ accessTokenLifetime: lifetime, latency });
  // Only the server knows when these end, as with client credentials: the 401 has to tell.
  server.configure("oroBank", { announceExpiry: false });
  server.configure("clientCredentials", { announceExpiry: false });
  return server;
}
