import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  createTokenManager,
  memoryStore,
  type TokenManager,
  type TokenStore,
} from "../src/index.ts";
import { runs } from "./fuzz-runs.ts";
import { end, ending, hostile } from "./hostile-value.ts";
import { expectTyped, settled, useStoppedClock, watchTimers } from "./stopped-clock.ts";

const tokens = { accessToken: "a0", refreshToken: "r0" };

/** A store with expired tokens. */
async function filledStore(): Promise<TokenStore> {
  const store = memoryStore();
  const claim = await store.claim(0, { duration: 1_000 });
  await claim?.commit({ revision: 1, tokens: { ...tokens, expiresAt: 1 }, obtainedAt: 0 });
  return store;
}

/** Creates a manager like a program without types. */
function managerOf(options: object): TokenManager {
  return Reflect.apply(createTokenManager, undefined, [options]);
}

/** Checks that the record is complete and survives a restart, with a refresh token. */
async function expectNothingHalf(store: TokenStore): Promise<void> {
  const record = await store.read();
  expect(JSON.parse(JSON.stringify(record))).toEqual(record);
  expect(record?.tokens?.accessToken).toBeTypeOf("string");
  expect(record?.tokens?.refreshToken).toMatch(/./);
  for (const field of [record?.tokens?.expiresAt, record?.obtainedAt]) {
    expect(Number.isFinite(field ?? 0)).toBe(true);
  }
}

/** Checks that each caller gets tokens or a typed error. */
async function expectAnswers(manager: TokenManager): Promise<void> {
  const checkTimers = watchTimers();
  const calls = [manager.get(), manager.get({ fresh: true }), manager.renew(tokens)];
  for (const outcome of await settled(calls)) {
    expectTyped(outcome);
    if (outcome.status === "fulfilled") expect(outcome.value).toHaveProperty("accessToken");
  }
  checkTimers();
}

describe("for any behaviour of", () => {
  useStoppedClock();

  test("a refresh function, each caller gets tokens or a TokenError, and only complete records are stored", async () => {
    await fc.assert(
      fc.asyncProperty(ending, hostile, async (how, value) => {
        const store = await filledStore();
        const manager = managerOf({ refresh: () => end(how, value), store });
        await expectAnswers(manager);
        await expectNothingHalf(store);
      }),
      runs(1_000),
    );
  });

  test("a seed, each caller gets tokens or a TokenError", async () => {
    await fc.assert(
      fc.asyncProperty(ending, hostile, async (how, value) => {
        const seed = () => end(how, value);
        await expectAnswers(managerOf({ refresh: async () => tokens, seed }));
      }),
      runs(1_000),
    );
  });

  test("a listener or a revocation, other calls succeed", async () => {
    await fc.assert(
      fc.asyncProperty(ending, hostile, async (how, value) => {
        const store = await filledStore();
        const bad = () => end(how, value);
        const manager = managerOf({
          refresh: async () => tokens,
          store,
          onEvent: bad,
          revoke: bad,
        });
        expect((await settled([manager.get()]))[0]?.status).toBe("fulfilled");
        const [revoked] = await settled([manager.revoke()]);
        if (revoked) expectTyped(revoked);
      }),
      runs(1_000),
    );
  });

  test("the functions of a store, each caller gets tokens or a TokenError", async () => {
    const broken = fc.constantFrom("read", "claim", "subscribe", "commit", "release", "wait");
    await fc.assert(
      fc.asyncProperty(broken, ending, hostile, async (which, how, value) => {
        const store = brokenStore(await filledStore(), which, () => end(how, value));
        const manager = managerOf({ refresh: async () => ({ accessToken: "a1" }), store });
        await expectAnswers(manager);
        for (const outcome of await settled([manager.set(tokens), manager.clear()])) {
          expectTyped(outcome);
        }
      }),
      runs(1_000),
    );
  });
});

/** `wait`: the claim is held for a while, so that a subscription is needed. */
function brokenStore(store: TokenStore, which: string, bad: () => unknown): object {
  if (which === "wait") return { ...store, claim: async () => undefined, subscribe: bad };
  if (which !== "commit" && which !== "release") return { ...store, [which]: bad };
  return {
    ...store,
    claim: async (...of: Parameters<TokenStore["claim"]>) => {
      const claim = await store.claim(...of);
      return claim && { ...claim, abandoned: { revision: 1, startedAt: 0 }, [which]: bad };
    },
  };
}
