import { type BareStore, refreshBare } from "./bare-refresh.ts";
import { inTurns } from "./in-turns.ts";
import type { BenchAccount, Opening, Share } from "./protocol.ts";
import type { TokenCall, TokenReply } from "./token-calls.ts";

/** The accounts of this process that are refreshed without the library. */
export class BareAccounts {
  readonly #store: BareStore;
  readonly #accounts: readonly BenchAccount[];
  readonly #called: TokenReply[];
  readonly #share: Share;

  constructor({ bare = [], called = [], share = all }: Opening, store: BareStore) {
    this.#store = store;
    this.#accounts = bare;
    this.#called = called.map(loginOf);
    this.#share = share;
  }

  /** Stores the logins of its share. */
  logIn(): Promise<void> {
    return inTurns(this.#accounts, async (account, index) => {
      if (!this.#isOwn(index)) return;
      await this.#store.create(account.key, JSON.stringify(loginOf(account)));
    });
  }

  /** Refreshes its share, and reads the others, as a process must whose tokens another one has refreshed. */
  refresh(call: TokenCall): Promise<void> {
    return inTurns(this.#accounts, ({ key }, index) =>
      this.#isOwn(index) ? refreshBare(this.#store, key, call) : this.#store.read(key),
    );
  }

  /** Calls the token endpoint, without a store. */
  callAll(call: TokenCall): Promise<void> {
    return inTurns(this.#called, async (tokens, index) => {
      this.#called[index] = await call(tokens);
    });
  }

  #isOwn(index: number): boolean {
    return index % this.#share.processes === this.#share.process;
  }
}

const all: Share = { process: 0, processes: 1 };

function loginOf({ refreshToken }: BenchAccount): TokenReply {
  return { refreshToken: { value: refreshToken } };
}
