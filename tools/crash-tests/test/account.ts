import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileStore } from "@refresh-once/core/file";
import { type Target, targetOf } from "@refresh-once/scenario";
import { type AuthorizationServer, startAuthorizationServer } from "@refresh-once/testing";

const provider = "oroBank";

/** An account at a strict authorization server of its own, and the folder of its token file. */
export interface Account extends AsyncDisposable {
  readonly server: AuthorizationServer;
  readonly target: Target;
  readonly folder: string;
  readonly path: string;
  configure(options: Parameters<AuthorizationServer["configure"]>[1]): void;
  login(): { readonly refreshToken: string };
  /** How often each refresh token was sent. */
  sends(): ReadonlyMap<string, number>;
  reuses(): number;
  /** Names in the folder. */
  names(): Promise<string[]>;
  /** The refresh token in the file. */
  stored(): Promise<string | undefined>;
}

export async function openAccount(within = tmpdir()): Promise<Account> {
  const server = await startAuthorizationServer();
  const folder = await mkdtemp(join(within, "refresh-once-"));
  const path = join(folder, "tokens.json");
  return {
    server,
    target: targetOf(server, provider),
    folder,
    path,
    configure: (options) => server.configure(provider, options),
    login: () => ({ refreshToken: server.issueRefreshToken(provider) }),
    sends: () => sendsOf(server),
    reuses: () => server.counters(provider).reuses,
    names: async () => (await readdir(folder)).sort(),
    stored: async () => (await fileStore(path).read())?.tokens?.refreshToken,
    async [Symbol.asyncDispose]() {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function sendsOf(server: AuthorizationServer): Map<string, number> {
  const sends = new Map<string, number>();
  for (const { headers } of server.requests(provider)) {
    const token = headers.authorization?.replace("Bearer ", "") ?? "";
    sends.set(token, (sends.get(token) ?? 0) + 1);
  }
  return sends;
}
