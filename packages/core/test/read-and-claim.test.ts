import { describe, expect, test } from "vitest";
import { createTokenManager, memoryStore, type TokenManagerOptions } from "../src/index.ts";
import type { Claim, Lease, TokenRecord, TokenStore } from "../src/store.ts";
import { StrictEndpoint } from "./strict-endpoint.ts";

/** The store of all processes, which counts what they ask, as a network store would send it. */
class NetworkStore implements TokenStore {
  inner = memoryStore();
  /** What was asked since the last call of {@link asked}. */
  #asked: string[] = [];
  /** What happens on the way to the store, once. */
  meanwhile: (() => Promise<unknown>) | undefined;
  readonly subscribe = (changed: () => void) => this.inner.subscribe?.(changed) ?? (() => {});

  asked(): readonly string[] {
    return this.#asked.splice(0);
  }

  read() {
    this.#asked.push("read");
    return this.inner.read();
  }

  claim(revision: number, lease: Lease) {
    this.#asked.push("claim");
    return this.#claim(revision, lease);
  }

  async readAndClaim(revision: number, lease: Lease) {
    this.#asked.push("readAndClaim");
    const { meanwhile } = this;
    this.meanwhile = undefined;
    await meanwhile?.();
    const claim = await this.#claim(revision, lease);
    return { record: await this.inner.read(), claim };
  }

  async #claim(revision: number, lease: Lease): Promise<Claim | undefined> {
    const claim = await this.inner.claim(revision, lease);
    return (
      claim && {
        ...claim,
        commit: (next) => {
          this.#asked.push("commit");
          return claim.commit(next);
        },
        release: () => {
          this.#asked.push("release");
          return claim.release();
        },
      }
    );
  }
}

const seed = { refreshToken: "r0" };

/** A process that has used the access token "a1", and what it shares with others. */
async function started(options: Partial<TokenManagerOptions> = {}) {
  const store = new NetworkStore();
  const endpoint = new StrictEndpoint();
  const open = () => createTokenManager({ refresh: endpoint.refresh, store, ...options });
  const tokens = createTokenManager({ refresh: endpoint.refresh, store, seed, ...options });
  const first = await tokens.get();
  expect(store.asked()).toEqual(["read", "claim", "commit"]);
  return { store, endpoint, open, tokens, first };
}

/** Replaces the stored record as another process does. */
async function replace({ inner }: NetworkStore, change: Partial<TokenRecord>): Promise<void> {
  const stored = await inner.read();
  const revision = stored?.revision ?? 0;
  const claim = await inner.claim(revision, { duration: 1_000 });
  const next = { obtainedAt: Date.now(), ...stored, ...change, revision: revision + 1 };
  expect(await claim?.commit(next)).toBe(true);
}

describe("if the store can read and claim in one step", () => {
  test("a process that knows the record needs no read before its claim", async () => {
    const { store, tokens, first, endpoint } = await started();
    expect((await tokens.renew(first)).accessToken).toBe("a2");
    expect(store.asked()).toEqual(["readAndClaim", "commit"]);
    expect(endpoint).toMatchObject({ received: ["r0", "r1"], reuses: 0 });
  });

  test("P1: of eight processes at the same time one refreshes, and nobody asks for a claim twice in a row", async () => {
    const { store, open, first, endpoint } = await started();
    const processes = Array.from({ length: 8 }, open);
    for (const process of processes) expect(await process.get()).toMatchObject(first);
    store.asked();
    const got = await Promise.all(processes.map((process) => process.renew(first)));
    expect(got.map(({ accessToken }) => accessToken)).toEqual(Array(8).fill("a2"));
    expect(endpoint).toMatchObject({ received: ["r0", "r1"], reuses: 0 });
    expect(store.asked()).not.toContain("claim");
  });

  test("P6: what another process has stored meanwhile is used, and not claimed", async () => {
    const { store, tokens, open, first, endpoint } = await started();
    await open().renew(first);
    store.asked();
    expect((await tokens.renew(first)).accessToken).toBe("a2");
    expect(store.asked()).toEqual(["readAndClaim"]);
    expect(endpoint.received).toEqual(["r0", "r1"]);
  });

  test("P9: a refresh token that another process found dead is not sent", async () => {
    const { store, tokens, first, endpoint } = await started();
    await replace(store, { refusal: { code: "invalid_grant", message: "dead" } });
    await expect(tokens.renew(first)).rejects.toMatchObject({ code: "invalid_grant" });
    expect(store.asked()).toEqual(["readAndClaim"]);
    expect(endpoint.received).toEqual(["r0"]);
  });

  test("P3: a store that has gone back to a record of the same revision gets the tokens of this process", async () => {
    const { store, tokens, first, endpoint } = await started();
    const old = memoryStore();
    store.inner = old;
    const lost = { revision: 1, obtainedAt: 0, tokens: { accessToken: "a0", refreshToken: "r0" } };
    await (await old.claim(0, { duration: 1_000 }))?.commit({ ...lost, epochs: ["another"] });
    await tokens.renew(first).catch(() => {});
    // "r1" is the newest one; "r0" is spent.
    expect(endpoint).toMatchObject({ received: ["r0", "r1"], reuses: 0 });
  });

  test("a claim that is not needed any more is released", async () => {
    const { store, tokens, first, endpoint } = await started();
    // The store was started anew, and a person has logged in: the same revision, other tokens.
    store.meanwhile = async () => {
      store.inner = memoryStore();
      await replace(store, { tokens: { accessToken: "new", refreshToken: "n1" }, epochs: ["new"] });
    };
    endpoint.login("n1");
    const renewed = await tokens.renew(first);
    expect(renewed.accessToken).toBe("new");
    expect(store.asked()).toEqual(["readAndClaim", "release"]);
    expect(endpoint.received).toEqual(["r0"]);
  });

  test("a seed that is new to the store comes first", async () => {
    const { store, endpoint } = await started();
    endpoint.login("s1");
    const tokens = createTokenManager({
      refresh: endpoint.refresh,
      store,
      seed: { refreshToken: "s1" },
    });
    const got = await tokens.get();
    expect(got.accessToken).toBe("a2");
    store.asked();
    await tokens.renew(got);
    expect(store.asked()).toEqual(["readAndClaim", "commit"]);
    expect(endpoint).toMatchObject({ received: ["r0", "s1", "r2"], reuses: 0 });
  });

  test("P2: a claim that cannot be extended is claimed again for as long as a request may take", async () => {
    const { store, tokens, first, endpoint } = await started();
    const durations: number[] = [];
    const { inner } = store;
    store.inner = {
      ...inner,
      claim: async (revision, lease) => {
        durations.push(lease.duration);
        const claim = await inner.claim(revision, lease);
        if (!claim) return undefined;
        const { extend, ...others } = claim;
        return others;
      },
    };
    expect((await tokens.renew(first)).accessToken).toBe("a2");
    const [short = 0, long = 0] = durations;
    expect(long).toBeGreaterThan(short);
    expect(endpoint).toMatchObject({ received: ["r0", "r1"], reuses: 0 });
  });

  test.each([
    ["returns another record than it has claimed", { record: { revision: 9, obtainedAt: 0 } }],
    ["returns a record that is none", { record: { revision: "1" } }],
    ["returns something else than a claim", { claim: {} }],
  ])("P1: nothing is sent under its claim if the store %s", async (_, wrong) => {
    const { store, tokens, first, endpoint } = await started({ refreshDeadline: 200 });
    const readAndClaim = store.readAndClaim.bind(store);
    store.readAndClaim = async (...asked) => Object.assign(await readAndClaim(...asked), wrong);
    const renewed = await tokens.renew(first).catch((error: unknown) => error);
    const asked = store.asked();
    if (endpoint.received.length > 1) expect(asked).toContain("claim");
    else expect(renewed).toMatchObject({ name: "TokenError" });
    if (!("claim" in wrong)) expect(asked).toContain("release");
    expect(endpoint.reuses).toBe(0);
  });
});
