import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  createTokenManager,
  memoryStore,
  type RefreshFunction,
  type TokenErrorCode,
  type TokenManager,
  type TokenManagerOptions,
  type TokenStore,
} from "@refresh-once/core";
import { fileStore } from "@refresh-once/core/file";
import { refreshFor } from "../../src/scenario/index.ts";
import { marks } from "./marks.ts";

/** An account's manager whose every renewal fails with one code. */
export type Failing = (open: Open, origin: string) => TokenManager | Promise<TokenManager>;

/** Makes a manager that is listened to, with a login whose access token the bank rejects. */
export type Open = (options: Partial<TokenManagerOptions>, seeded?: boolean) => TokenManager;

const login = { accessToken: marks.staleAccess, refreshToken: marks.seed };

/** All that a careless library or driver would put into an error. */
export function careless(): Error {
  const cause = new AggregateError([new Error(`sent ${marks.seed}`)], `got ${marks.access}`);
  const text = `INSERT INTO tokens VALUES ('${marks.refresh}') ${btoa(marks.clientSecret)}`;
  return Object.assign(new Error(text, { cause }), {
    config: { headers: { authorization: `Bearer ${marks.staleAccess}` } },
    response: { data: marks },
    parameters: [marks.id],
  });
}

/** The preset of a provider, at one of the bank's token endpoints. */
export const vault = (origin: string, what: string): RefreshFunction =>
  refreshFor({ provider: "vault", tokenUrl: `${origin}/token/${what}`, resourceUrl: "", client });

const credentials = (origin: string, what: string): RefreshFunction =>
  refreshFor({
    provider: "clientCredentials",
    tokenUrl: `${origin}/token/${what}`,
    resourceUrl: "",
    client,
  });

const client = { clientId: "app", clientSecret: marks.clientSecret, partnerId: 7 };

/** A way to each code; a new one without a way does not compile. */
export const failures: Readonly<Record<TokenErrorCode, Failing>> = {
  invalid_grant: (open, origin) => open({ refresh: vault(origin, "refused") }),
  login_required: (open, origin) =>
    open({ refresh: vault(origin, "good"), seed: { accessToken: marks.staleAccess } }),
  in_doubt: (open, origin) => open({ refresh: vault(origin, "lost") }),
  invalid_response: (open, origin) =>
    open({ refresh: credentials(origin, "odd"), seed: { accessToken: marks.staleAccess } }),
  unavailable: (open, origin) => open({ refresh: vault(origin, "busy") }),
  unreachable: (open) => open({ refresh: vault("http://127.0.0.1:2", "good") }),
  timeout: (open, origin) => open({ refresh: vault(origin, "hang"), refreshDeadline: 100 }),
  request_rejected: (open, origin) => open({ refresh: credentials(origin, "client") }),
  // `fetch` quotes a URL that it cannot parse.
  misconfigured: (open) =>
    open({ refresh: async () => (await fetch(`//${marks.seed}?x=${marks.clientSecret}`)).json() }),
  store_failed: (open, origin) =>
    open({ refresh: vault(origin, "good"), store: { ...memoryStore(), claim: failing } }),
  store_damaged: async (open, origin) => {
    const path = join(await mkdtemp(join(tmpdir(), "refresh-once-")), "tokens.json");
    await writeFile(path, JSON.stringify({ format: 2, tokens: login, marks }));
    return open({ refresh: vault(origin, "good"), store: fileStore(path) });
  },
  not_persisted: (open, origin) => open({ refresh: vault(origin, "good"), store: unwritable() }),
  insecure_origin: (open) =>
    open({
      refresh: async (...of) =>
        vault(`http://bank.test/${marks.seed}?x=${marks.clientSecret}`, "good")(...of),
    }),
  reentrant: (open) => {
    const self: TokenManager = open({ refresh: () => self.renew(login) });
    return self;
  },
  disposed: async (open, origin) => {
    const manager = open({ refresh: vault(origin, "good") });
    await manager[Symbol.asyncDispose]();
    return manager;
  },
};

/** Makes managers that tell what happens to `onEvent`. */
export function opening(onEvent: NonNullable<TokenManagerOptions["onEvent"]>): Open {
  return (options, seeded = true) =>
    createTokenManager({
      refresh: () => Promise.reject(careless()),
      ...(seeded && { seed: login }),
      onEvent,
      ...options,
    });
}

async function failing(): Promise<never> {
  throw careless();
}

/** Claims, and never takes what it is given. */
export function unwritable(): TokenStore {
  const store = memoryStore();
  return {
    ...store,
    async claim(...of) {
      const claim = await store.claim(...of);
      return claim && { ...claim, commit: failing };
    },
  };
}
