import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { fileStore } from "@refresh-once/core/file";
import { type Target, targetOf } from "@refresh-once/end-to-end/scenario";
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
  /** Names in the folder when there is nothing left to tidy up: callers do not wait for that. */
  namesAtRest(): Promise<string[]>;
  /** The refresh token in the file. */
  stored(): Promise<string | undefined>;
}

export async function openAccount(within = tmpdir()): Promise<Account> {
  // A test on a busy machine may take longer than access tokens usually live.
  const server = await startAuthorizationServer({ accessTokenLifetime: 86_400_000 });
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
    names: () => namesIn(folder),
    namesAtRest: () => namesAtRest(folder),
    stored: async () => (await fileStore(path).read())?.tokens?.refreshToken,
    async [Symbol.asyncDispose]() {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Without the folders of journals themselves, which stay. */
async function namesIn(folder: string): Promise<string[]> {
  try {
    const names = await readdir(folder, { recursive: true });
    return names.filter((name) => !name.endsWith(".journal")).sort();
  } catch (error) {
    // A folder in it, such as a lock, has gone between two looks: the next one may succeed.
    if (hasGone(error)) return namesIn(folder);
    throw error;
  }
}

function hasGone(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

/** Longer than tidying up takes on a busy machine, ms. */
const patience = 30_000;

async function namesAtRest(folder: string): Promise<string[]> {
  const endsAt = performance.now() + patience;
  for (;;) {
    const names = await namesIn(folder);
    const isAtRest = names.every((name) => name === "tokens.json");
    if (isAtRest || performance.now() > endsAt) return names;
    await after(5);
  }
}

function sendsOf(server: AuthorizationServer): Map<string, number> {
  const sends = new Map<string, number>();
  for (const { headers } of server.requests(provider)) {
    const token = headers.authorization?.replace("Bearer ", "") ?? "";
    sends.set(token, (sends.get(token) ?? 0) + 1);
  }
  return sends;
}
