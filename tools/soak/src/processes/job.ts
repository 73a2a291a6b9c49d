import type { Seed, TokenManagerOptions } from "@refresh-once/core";
import type { ServerAddress } from "../server/oidc-server.ts";

/** What a login gives; with bound tokens, `extra` has its key. */
export type LoginTokens = Pick<Seed, "refreshToken" | "extra">;

/** One account that all processes share. */
export interface SharedAccount {
  readonly name: string;
  /** Of the token file. */
  readonly path: string;
  readonly seed: LoginTokens;
}

/** What a worker process is to do; it travels as JSON. */
export interface Job {
  readonly worker: number;
  readonly server: ServerAddress;
  readonly accounts: readonly SharedAccount[];
  /** Between two requests of a client, ms: all processes and their server share a small machine. */
  readonly longestPause: number;
  readonly deadlines: Pick<TokenManagerOptions, "refreshDeadline" | "sendDeadline">;
}

export function isJob(value: unknown): value is Job {
  return typeof value === "object" && value !== null && "worker" in value && "accounts" in value;
}

/** The tokens of a login. */
export interface Login {
  readonly account: string;
  readonly tokens: LoginTokens;
}

/** What a worker is told. */
export type Order = ({ readonly kind: "login" } & Login) | { readonly kind: "stop" };

export function isOrder(value: unknown): value is Order {
  return typeof value === "object" && value !== null && "kind" in value;
}
