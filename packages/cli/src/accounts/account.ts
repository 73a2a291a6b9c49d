import {
  createTokenManager,
  type TokenManager,
  type TokenManagerOptions,
} from "@refresh-once/core";
import type { LoginOptions } from "../login-options.ts";
import { messageOf, wrongUsage } from "../program/command-error.ts";

/** An account that a command works on. */
export interface Account {
  readonly name: string;
  readonly options: TokenManagerOptions;
  /** How to log in by a browser. Absent: the refresh token is asked for. */
  readonly login?: LoginOptions | undefined;
  /** The origins that may get the token. */
  readonly origins: readonly string[];
}

/**
 * Lets `use` work with a token manager of an account, and closes it afterwards, so that a refresh in progress is
 * stored and no claim is left.
 *
 * The `onEvent` of the configuration is not called: it belongs to the program, and may write to standard output.
 */
export async function withManager<Result>(
  { name, options }: Account,
  use: (tokens: TokenManager) => Promise<Result>,
  own: Pick<TokenManagerOptions, "onEvent"> = {},
): Promise<Result> {
  const { onEvent: _, debug: __, ...rest } = options;
  const tokens = managerOf(name, { ...rest, ...own, name });
  try {
    return await use(tokens);
  } finally {
    await tokens.close();
  }
}

function managerOf(name: string, options: TokenManagerOptions): TokenManager {
  try {
    return createTokenManager(options);
  } catch (cause) {
    throw wrongUsage(`The account "${name}" is not valid: ${messageOf(cause)}`, cause);
  }
}

/** What a store keeps its records in, for people. */
export function storeKind({ options: { store } }: Account): string {
  if (store === undefined) return "memory";
  const { name } = store.constructor;
  const kinds = { File: "file", Memory: "memory", Redis: "redis", Postgres: "postgres" };
  const known = Object.entries(kinds).find(([start]) => name.startsWith(start));
  return known?.[1] ?? "custom";
}
