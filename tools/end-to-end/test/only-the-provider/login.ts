import {
  createTokenManager,
  isTokenError,
  type TokenError,
  type TokenErrorCode,
  type TokenManager,
  type TokenManagerOptions,
} from "@refresh-once/core";
import { fileStore } from "@refresh-once/core/file";
import type { TokenRecord } from "@refresh-once/core/store";
import { expect } from "vitest";
import { type PresetName, refreshFor } from "../../src/scenario/index.ts";
import type { AccountJob } from "../../src/workers/account-protocol.ts";
import { type Account, openAccount } from "../account.ts";

/** The one login of an account whose provider revokes it when a spent refresh token comes again. */
export interface Login extends Account {
  readonly seed: { readonly refreshToken: string };
  /** What a process is given that has the account. */
  readonly job: AccountJob;
  /** A manager with the token file, as each process has one. */
  open(options?: Partial<TokenManagerOptions>): TokenManager;
  /** What is in the token file. */
  record(): Promise<TokenRecord | undefined>;
  /** When the token endpoint was called, epoch ms. */
  sends(): readonly number[];
  /** The first rule: whoever comes next refreshes with what is stored, and nobody logs in. */
  checkKept(): Promise<void>;
}

export async function openLogin(provider: PresetName): Promise<Login> {
  const account = await openAccount(provider);
  const { server, target, path } = account;
  const seed = { refreshToken: server.issueRefreshToken(provider) };
  const open = (options: Partial<TokenManagerOptions> = {}) =>
    createTokenManager({ refresh: refreshFor(target), store: fileStore(path), seed, ...options });
  return {
    ...account,
    seed,
    job: { target, path, seed, kept: "in a manager" },
    open,
    record: () => fileStore(path).read(),
    sends: () => server.requests(provider).map(({ at }) => at),
    async checkKept() {
      const next = open();
      const tokens = await next.get();
      expect((await next.renew(tokens)).accessToken).not.toBe(tokens.accessToken);
      expect(server.counters(provider).reuses).toBe(0);
    },
  };
}

/** Whether the deadline has passed: in a wait, or before the new tokens were stored. */
export function isLate(code: TokenErrorCode | undefined): boolean {
  return code === "timeout" || code === "not_persisted";
}

/**
 * Calls again while it is the deadline that answers: on a busy machine the deadline may pass before
 * anything else could happen.
 */
export async function decided<T>(call: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!isTokenError(error) || !isLate(error.code)) throw error;
    }
  }
}

/** What it is rejected with. */
export async function failureOf(call: Promise<unknown>): Promise<TokenError> {
  const thrown: unknown = await call.then(
    () => new Error("it did not fail"),
    (error: unknown) => error,
  );
  if (isTokenError(thrown)) return thrown;
  throw thrown;
}
