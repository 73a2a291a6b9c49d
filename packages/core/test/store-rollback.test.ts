import { afterEach, describe, expect, test, vi } from "vitest";
import {
  createTokenManager,
  type RefreshFunction,
  type TokenManager,
  type TokenManagerOptions,
  type TokenStore,
} from "../src/index.ts";
import { descendsFrom } from "../src/store/epoch.ts";
import { StoreHistory } from "../src/store/store-history.ts";
import type { Claim, Lease, TokenRecord } from "../src/store.ts";
import { gate, StrictEndpoint } from "./strict-endpoint.ts";

const seed = { refreshToken: "r0" };

afterEach(() => void vi.useRealTimers());

/** A store that the test can roll back, even while claims are held. */
class RestorableStore implements TokenStore {
  #record: TokenRecord | undefined;
  #holder: { until: number } | undefined;
  /** Is called once, before the next claim. */
  beforeClaim: (() => Promise<void>) | undefined;

  restore(record: TokenRecord | undefined): void {
    this.#record = record;
    this.#holder = undefined;
  }

  async read(): Promise<TokenRecord | undefined> {
    return this.#record;
  }

  async claim(revision: number, { duration }: Lease): Promise<Claim | undefined> {
    const { beforeClaim } = this;
    this.beforeClaim = undefined;
    await beforeClaim?.();
    const isHeld = this.#holder && performance.now() < this.#holder.until;
    if (isHeld || revision !== this.#revision) return undefined;
    const mine = { until: performance.now() + duration };
    this.#holder = mine;
    return {
      extend: async () => this.#holder === mine,
      commit: async (next) => {
        if (revision !== this.#revision || !descendsFrom(next, this.#record)) return false;
        this.restore(next);
        return true;
      },
      release: async () => {
        if (this.#holder === mine) this.#holder = undefined;
      },
    };
  }

  get #revision(): number {
    return this.#record?.revision ?? 0;
  }
}

/** Runs a function once, after a rotation and before its response arrives. */
class SlowEndpoint extends StrictEndpoint {
  answering: (() => Promise<void>) | undefined;

  readonly slowRefresh: RefreshFunction = async (...call) => {
    const tokens = await this.refresh(...call);
    const { answering } = this;
    this.answering = undefined;
    await answering?.();
    return tokens;
  };
}

/** An account after three refreshes, in two processes that both have the newest tokens. */
async function grown(options: Partial<TokenManagerOptions> = {}) {
  const endpoint = new SlowEndpoint();
  const store = new RestorableStore();
  const open = (own: Partial<TokenManagerOptions> = { seed, ...options }) =>
    createTokenManager({ refresh: endpoint.slowRefresh, store, ...own });
  const tokens = open();
  const first = await tokens.get();
  const backup = await store.read();
  const newest = await tokens.renew(await tokens.renew(first));
  const other = open();
  await other.get();
  return { endpoint, store, open, tokens, other, backup, newest };
}

function refusal(): Error {
  return Object.assign(new Error("refused"), { error: "invalid_grant" });
}

describe("P3: when the store is rolled back under a running process", () => {
  test("deleted: the tokens in memory are used next, not the seed", async () => {
    const { endpoint, store, tokens, newest } = await grown();
    store.restore(undefined);
    expect((await tokens.renew(newest)).accessToken).toBe("a4");
    expect(endpoint.received).toEqual(["r0", "r1", "r2", "r3"]);
    expect((await store.read())?.tokens?.refreshToken).toBe("r4");
  });

  test("to a backup: its spent token is not sent again", async () => {
    const { endpoint, store, tokens, backup, newest } = await grown();
    store.restore(backup);
    expect((await tokens.renew(newest)).accessToken).toBe("a4");
    expect(endpoint.reuses).toBe(0);
    expect((await tokens.renew(await tokens.get())).accessToken).toBe("a5");
  });

  test("deleted after clear(): the seed is not used again", async () => {
    const { endpoint, store, tokens } = await grown();
    await tokens.clear();
    store.restore(undefined);
    await expect(tokens.get()).rejects.toMatchObject({ name: "TokenError" });
    expect(endpoint.received.at(-1)).toBeUndefined();
  });

  test("a login of the same process is kept", async () => {
    const { store, tokens, endpoint } = await grown();
    store.restore(undefined);
    endpoint.login("r9");
    await tokens.set({ refreshToken: "r9" });
    expect((await tokens.get()).accessToken).toBe("a4");
    expect(endpoint.received.at(-1)).toBe("r9");
  });

  test.each(["deleted", "put back"])(
    "%s during a request: the token of the request is not sent again",
    async (how) => {
      const { endpoint, store, tokens, backup, newest } = await grown({ refreshDeadline: 100 });
      const answering = gate();
      endpoint.next(() => answering.passed);
      vi.useFakeTimers();
      const givesUp = async () => {
        const late = expect(tokens.renew(newest)).rejects.toMatchObject({ code: "timeout" });
        await vi.advanceTimersByTimeAsync(100);
        await late;
      };
      await givesUp();
      store.restore(how === "deleted" ? undefined : backup);
      await givesUp();
      vi.useRealTimers();
      answering.open();
      expect((await tokens.renew(newest)).accessToken).toBe("a4");
      expect(endpoint.received).toEqual(["r0", "r1", "r2", "r3"]);
    },
  );
});

describe("P1, P3: when the store is rolled back under two processes with newer tokens", () => {
  const orders: Record<string, (one: TokenManager, two: TokenManager) => TokenManager[]> = {
    "one after the other": (one, two) => [one, two],
    "in the other order": (one, two) => [two, one],
  };

  describe.each(["deleted", "put back"])("%s", (how) => {
    test.each(Object.entries(orders))("%s, no spent token is sent", async (_, order) => {
      const { endpoint, store, tokens, other, backup, newest } = await grown();
      store.restore(how === "deleted" ? undefined : backup);
      for (const manager of order(tokens, other)) {
        expect((await manager.renew(newest)).accessToken).toBe("a4");
      }
      expect(endpoint.received).toEqual(["r0", "r1", "r2", "r3"]);
    });

    test("both at once: no spent token is sent", async () => {
      const { endpoint, store, tokens, other, backup, newest } = await grown();
      store.restore(how === "deleted" ? undefined : backup);
      const both = await Promise.all([tokens.renew(newest), other.renew(newest)]);
      expect(both.map(({ accessToken }) => accessToken)).toEqual(["a4", "a4"]);
      expect(endpoint.received).toEqual(["r0", "r1", "r2", "r3"]);
    });
  });

  test("and a second time: no spent token is sent", async () => {
    const { endpoint, store, tokens, other, backup, newest } = await grown();
    store.restore(backup);
    const fourth = await tokens.renew(newest);
    expect((await other.renew(newest)).accessToken).toBe("a4");
    store.restore(backup);
    expect((await other.renew(fourth)).accessToken).toBe("a5");
    expect((await tokens.renew(fourth)).accessToken).toBe("a5");
    expect(endpoint.reuses).toBe(0);
  });
});

describe("P3: a login is kept in a store that was rolled back", () => {
  test.each(["with the seed of the others", "without a seed"])(
    "deleted: by a third process %s",
    async (how) => {
      const { endpoint, store, open, tokens, other, newest } = await grown();
      store.restore(undefined);
      endpoint.login("r9");
      await open(how === "without a seed" ? {} : { seed }).set({ refreshToken: "r9" });
      expect((await tokens.renew(newest)).accessToken).toBe("a4");
      expect((await other.renew(newest)).accessToken).toBe("a4");
      expect(endpoint.received.slice(3)).toEqual(["r9"]);
      expect((await store.read())?.tokens?.refreshToken).toBe("r4");
    },
  );

  test("put back: by a third process that has not seen the newer records", async () => {
    const { endpoint, store, open, tokens, other, backup, newest } = await grown();
    store.restore(backup);
    endpoint.login("r9");
    await open().set({ refreshToken: "r9" });
    expect((await tokens.renew(newest)).accessToken).toBe("a4");
    expect((await other.renew(newest)).accessToken).toBe("a4");
    expect(endpoint.received.slice(3)).toEqual(["r9"]);
  });

  test("put back: a logout by a third process is kept as well", async () => {
    const { endpoint, store, open, tokens, backup, newest } = await grown();
    store.restore(backup);
    await open().clear();
    await expect(tokens.renew(newest)).rejects.toMatchObject({ name: "TokenError" });
    expect(endpoint.received.slice(3)).not.toContain("r3");
    expect((await store.read())?.tokens?.refreshToken).not.toBe("r3");
  });

  test("a later rejection of the old token is neither stored nor reported", async () => {
    const { endpoint, store, open, tokens, other, newest } = await grown();
    endpoint.next(async () => {
      store.restore(undefined);
      endpoint.login("r9");
      await open().set({ refreshToken: "r9" });
      throw refusal();
    });
    expect((await tokens.renew(newest)).accessToken).toBe("a4");
    expect((await other.renew(newest)).accessToken).toBe("a4");
    expect(await store.read()).not.toHaveProperty("refusal");
    expect(endpoint.received.slice(3)).toEqual(["r3", "r9"]);
  });

  test("later tokens for the old one are not stored either", async () => {
    const { endpoint, store, open, tokens, other, newest } = await grown();
    endpoint.answering = async () => {
      store.restore(undefined);
      endpoint.login("r9");
      await open().set({ refreshToken: "r9" });
    };
    expect((await tokens.renew(newest)).accessToken).toBe("a5");
    expect((await other.renew(newest)).accessToken).toBe("a5");
    expect(endpoint.received.slice(3)).toEqual(["r3", "r9"]);
    expect((await store.read())?.tokens?.refreshToken).toBe("r5");
  });

  test("P4: a claim of a record that no longer exists does not block", async () => {
    const { endpoint, store, open, tokens, other, newest } = await grown();
    store.beforeClaim = async () => {
      store.restore(undefined);
      const third = open();
      // The store repeats the commits up to the claimed revision.
      for (const refreshToken of ["r7", "r8", "r9"]) await third.set({ refreshToken });
      endpoint.login("r9");
    };
    const refusing = gate();
    endpoint.next(async () => {
      await refusing.passed;
      throw refusal();
    });
    const renewed = tokens.renew(newest);
    await endpoint.calls(4);
    const also = other.renew(newest);
    refusing.open();
    expect((await renewed).accessToken).toBe("a4");
    expect((await also).accessToken).toBe("a4");
    expect(endpoint.received.slice(3)).toEqual(["r3", "r9"]);
    expect((await store.read())?.unanswered).toBeUndefined();
  });
});

describe("P1, P3: a process remembers replaced tokens although the store was deleted", () => {
  test("newer tokens replace a record that another process has started from the seed", async () => {
    const { endpoint, store, open, tokens, newest } = await grown();
    store.restore(undefined);
    endpoint.next(refusal());
    await expect(open().get()).rejects.toMatchObject({ code: "invalid_grant" });
    expect((await tokens.renew(newest)).accessToken).toBe("a4");
    expect(endpoint.received.slice(3)).toEqual(["r0", "r3"]);
  });

  test("a rejected refresh token does not replace an older one that may still work", async () => {
    const { endpoint, store, open, tokens, newest } = await grown();
    const before = await store.read();
    endpoint.login("r9");
    await tokens.set({ refreshToken: "r8" });
    endpoint.next(refusal());
    await expect(tokens.get()).rejects.toMatchObject({ code: "invalid_grant" });
    store.restore(before && { ...before, tokens: { accessToken: "", refreshToken: "r9" } });
    expect((await tokens.get()).accessToken).toBe("a4");
    expect((await open().get()).accessToken).not.toBe(newest.accessToken);
  });

  test("a login that completes after the store was started anew does not replace a newer login", async () => {
    const { endpoint, store, open, tokens } = await grown();
    const commits = gate();
    const claim = store.claim.bind(store);
    store.claim = async (...claimed) => {
      store.claim = claim;
      const won = await claim(...claimed);
      return won && { ...won, commit: (next) => commits.passed.then(() => won.commit(next)) };
    };
    const login = tokens.set({ refreshToken: "r8" });
    const answered = tokens.get();
    commits.open();
    await login;
    endpoint.login("r9");
    store.restore(undefined);
    await open({}).set({ refreshToken: "r9" });
    await answered.catch(() => {});
    expect((await tokens.renew(await tokens.get())).accessToken).toBeDefined();
    expect((await store.read())?.tokens?.refreshToken).not.toBe("r8");
  });
});

test("P3: a late read from before the store was started anew does not restore its tokens", () => {
  const history = new StoreHistory();
  const record = (epoch: string, revision: number) => ({
    revision,
    obtainedAt: 1,
    tokens: { accessToken: `${epoch}${revision}` },
    epochs: [epoch],
  });
  const [old, anew] = [record("old", 3), record("new", 1)];
  history.adopt(old);
  history.adopt(anew);
  history.adopt(old);
  expect(history.record.tokens?.accessToken).toBe("new1");
  expect(history.reconcile(old)).toMatchObject({ revision: 3, tokens: anew.tokens });
});
