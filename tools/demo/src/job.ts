import type { TokenFolder } from "@refresh-once/end-to-end/program";
import { type PresetName, type Target, targetOf } from "@refresh-once/end-to-end/scenario";
import type { AuthorizationServer } from "@refresh-once/testing";
import type { Settings } from "./settings.ts";

/** What one worker process does; plain data. */
export interface Job {
  readonly accounts: readonly Account[];
}

export function isJob(value: unknown): value is Job {
  return typeof value === "object" && value !== null && "accounts" in value;
}

/** One provider, as one process uses it. */
export interface Account {
  readonly target: Target;
  readonly tokens: Tokens;
}

/** Where the tokens of an account live. */
type Tokens =
  /** Shared by all processes, which all begin with the same refresh token: only one may spend it. */
  | { readonly kind: "file"; readonly path: string; readonly refreshToken: string }
  /** Each process gets its own. */
  | { readonly kind: "memory" };

/**
 * A job for each process.
 *
 * @param more servers, one for each process but the first, for those who keep their own tokens
 */
export function planJobs(
  { providers, processes }: Settings,
  folder: TokenFolder,
  main: AuthorizationServer,
  more: readonly AuthorizationServer[],
): readonly Job[] {
  const plan = providers.map((provider) => ({
    provider,
    tokens: tokensFor(provider, folder, main),
  }));
  return Array.from({ length: processes }, (_, process) => ({
    accounts: plan.map(({ provider, tokens }) => {
      const own = tokens.kind === "memory" ? more[process - 1] : undefined;
      return { target: targetOf(own ?? main, provider), tokens };
    }),
  }));
}

function tokensFor(provider: PresetName, folder: TokenFolder, server: AuthorizationServer): Tokens {
  if (provider === "clientCredentials") return { kind: "memory" };
  const refreshToken = server.issueRefreshToken(provider);
  return { kind: "file", path: folder.pathOf(provider), refreshToken };
}
