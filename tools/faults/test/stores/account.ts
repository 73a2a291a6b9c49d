import {
  createTokenManager,
  type TokenManager,
  type TokenManagerOptions,
} from "@refresh-once/core";
import type { TokenRecord } from "@refresh-once/core/store";
import {
  type Database,
  type DatabaseKind,
  openStores,
  type Stores,
} from "@refresh-once/end-to-end/databases";
import { refreshFor, targetOf } from "@refresh-once/end-to-end/scenario";
import type { Bundle } from "@refresh-once/processes";
import { type DatabaseServer, startTcpProxy, type TcpProxy } from "@refresh-once/servers";
import { type AuthorizationServer, startAuthorizationServer } from "@refresh-once/testing";
import type { Job } from "../../src/stores/protocol.ts";
import { Machine } from "./machine.ts";

export const provider = "oroBank";

/** A database with a server that can be hurt. */
export interface Backend {
  readonly kind: DatabaseKind;
  readonly server: DatabaseServer;
  /** What a machine that is a process of its own runs. */
  readonly program: Bundle;
}

/** An account in a database that several machines share, each over connections of its own. */
export class Account implements AsyncDisposable {
  readonly authorization: AuthorizationServer;
  /** Between the machines that go through it and the database. */
  readonly proxy: TcpProxy;
  readonly #backend: Backend;
  readonly #key = `account ${crypto.randomUUID()}`;
  readonly #seed: Job["seed"];
  readonly #opened: Stores[] = [];
  readonly #machines: Machine[] = [];

  static async open(backend: Backend): Promise<Account> {
    const authorization = await startAuthorizationServer();
    await useOnce(backend);
    return new Account(backend, authorization, await startTcpProxy(backend.server.port));
  }

  private constructor(backend: Backend, authorization: AuthorizationServer, proxy: TcpProxy) {
    this.#backend = backend;
    this.authorization = authorization;
    this.proxy = proxy;
    this.#seed = { refreshToken: authorization.issueRefreshToken(provider) };
  }

  /** Has a person log in anew: all that was issued before is dead. */
  login(): { readonly refreshToken: string } {
    this.authorization.revokeRefreshTokens(provider);
    return { refreshToken: this.authorization.issueRefreshToken(provider) };
  }

  get target() {
    return targetOf(this.authorization, provider);
  }

  /** A machine that is this process: straight to the database, or through the proxy. */
  async manager(
    way: "straight" | "proxy",
    options: Partial<TokenManagerOptions> = {},
  ): Promise<TokenManager> {
    const store = (await this.#open(way)).store(this.#key);
    const refresh = refreshFor(this.target);
    return createTokenManager({ refresh, store, seed: this.#seed, ...options });
  }

  /** What is stored, and how it comes to be another record than the one that was committed last. */
  async stored(): Promise<{
    read(): Promise<TokenRecord | undefined>;
    /** Nothing is left, or the first record that there ever was. */
    lose(first?: TokenRecord): Promise<void>;
  }> {
    const stores = await this.#open("straight");
    const store = stores.store(this.#key);
    return {
      read: () => store.read(),
      lose: async (first) => {
        await stores.wipe(this.#key);
        if (first) await (await store.claim(0, { duration: 10_000 }))?.commit(first);
      },
    };
  }

  async #open(way: "straight" | "proxy"): Promise<Stores> {
    const stores = await openStores(this.#database(way));
    this.#opened.push(stores);
    return stores;
  }

  /** A machine that is a process of its own. */
  async machine(
    way: "straight" | "proxy",
    { refreshDeadline = 10_000, clockAhead = 0 } = {},
  ): Promise<Machine> {
    const job: Job = {
      target: this.target,
      database: this.#database(way),
      key: this.#key,
      seed: this.#seed,
      refreshDeadline,
      clockAhead,
    };
    const machine = await Machine.start(this.#backend.program, job);
    this.#machines.push(machine);
    return machine;
  }

  /** Whether the resource takes an access token. */
  async accepts(accessToken: string): Promise<boolean> {
    const headers = { authorization: `Bearer ${accessToken}` };
    const response = await fetch(this.target.resourceUrl, { headers });
    return response.ok;
  }

  /** How often the token endpoint was called, and with spent refresh tokens. */
  get calls(): { readonly tokenRequests: number; readonly reuses: number } {
    const { tokenRequests, reuses } = this.authorization.counters(provider);
    return { tokenRequests, reuses };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const machine of this.#machines) await machine[Symbol.asyncDispose]();
    for (const stores of this.#opened) await stores[Symbol.asyncDispose]();
    await this.proxy[Symbol.asyncDispose]();
    await this.authorization.close();
  }

  #database(way: "straight" | "proxy"): Database {
    const { kind, server } = this.#backend;
    const url = new URL(server.url);
    if (way === "proxy") url.port = `${this.proxy.port}`;
    return { kind, url: url.href };
  }
}

/** Otherwise, the first reply of Redis to a claim or a commit may only be that it does not know the script. */
async function useOnce({ kind, server }: Backend): Promise<void> {
  await using stores = await openStores({ kind, url: server.url });
  const claim = await stores
    .store(`used once ${crypto.randomUUID()}`)
    .claim(0, { duration: 10_000 });
  await claim?.commit({ revision: 1, obtainedAt: 0 });
}
