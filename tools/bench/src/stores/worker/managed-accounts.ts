import {
  createTokenManager,
  type RefreshFunction,
  type TokenManager,
  type TokenSet,
} from "@refresh-once/core";
import { machineClock } from "../../clock.ts";
import type { Connection } from "./connection.ts";
import { inTurns } from "./in-turns.ts";
import type { BenchAccount, Opening } from "./protocol.ts";

/** Long enough on any machine, ms: a caller that gives up would be measured as well. */
const refreshDeadline = 600_000;

interface Managed {
  readonly manager: TokenManager;
  tokens?: TokenSet;
}

/** The accounts of this process that the library refreshes. */
export class ManagedAccounts {
  /** When the last commit of this process was through. */
  committedAt: number | undefined;
  readonly #accounts: readonly Managed[];

  constructor(
    { managed, isAhead = false }: Opening,
    connection: Connection,
    refresh: RefreshFunction,
  ) {
    const managerOf = ({ key, refreshToken }: BenchAccount) =>
      createTokenManager({
        refresh,
        store: connection.store(key),
        seed: { refreshToken },
        refreshAhead: isAhead,
        refreshDeadline,
        onEvent: ({ type }) => {
          if (type === "refreshed") this.committedAt = machineClock();
        },
      });
    this.#accounts = managed.map((account) => ({ manager: managerOf(account) }));
  }

  /** Gets other tokens for each account, as if an API had rejected those that it has. */
  renew(): Promise<void> {
    return inTurns(this.#accounts, async (account) => {
      const { manager, tokens } = account;
      account.tokens = await (tokens ? manager.renew(tokens) : manager.get());
    });
  }
}
