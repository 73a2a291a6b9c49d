import { inspect } from "node:util";
import {
  createTokenManager,
  createTokenManagerPool,
  isTokenError,
  memoryStore,
  type TokenErrorCode,
  type TokenEvent,
  type TokenManager,
} from "@refresh-once/core";
import { AuthPolicy, fetchResponses } from "@refresh-once/core/adapter";
import { fileStore } from "@refresh-once/core/file";
import { describe, expect, test } from "vitest";
import { calls } from "./secrets/clients.ts";
import { careless, failures, unwritable, vault } from "./secrets/failures.ts";
import { marks, marksIn } from "./secrets/marks.ts";
import { shown } from "./secrets/shown.ts";
import { useWitness } from "./secrets/witness.ts";

const { bank, open, openImpatient, told, events, expectSilent } = useWitness();

/** The codes of the errors that were seen. The last test looks whether one is missing. */
const codes = new Set<TokenErrorCode>();

/**
 * What a renewal is rejected with. On a busy machine its deadline may pass before anything else could
 * happen: then it is called again.
 */
async function failureOf(tokens: TokenManager, code: string): Promise<unknown> {
  for (;;) {
    const error = await thrownBy(tokens.renew(stale));
    if (code === "timeout" || !isTokenError(error) || error.code !== "timeout") return error;
  }
}

/** What it is rejected with. */
async function thrownBy(promise: Promise<unknown>): Promise<unknown> {
  const outcome = await promise.then(
    (value) => ({ value }),
    (thrown: unknown) => ({ thrown }),
  );
  if ("thrown" in outcome) return outcome.thrown;
  throw new Error("it did not fail");
}

const stale = { accessToken: marks.staleAccess };

describe.each(Object.entries(failures))("P8: %s shows no secret", (code, failing) => {
  test("to who asks for tokens", async () => {
    const tokens = await failing(openImpatient, bank.origin);
    const error = await failureOf(tokens, code);
    expect(error).toMatchObject({ code });
    if (isTokenError(error)) codes.add(error.code);
    expectSilent(error, await thrownBy(tokens.renew(stale)), tokens);
  });

  test.each(Object.entries(calls))("to who uses %s", async (_, call) => {
    const tokens = await failing(openImpatient, bank.origin);
    expectSilent(await thrownBy(call(tokens, bank.origin, "/api/good")), tokens);
  });
});

describe.each(Object.entries(calls))("P8: %s shows no secret", (_, call) => {
  const good = () => {
    const tokens = { accessToken: marks.access, refreshToken: marks.refresh };
    return openImpatient({ seed: { ...tokens, extra: { id_token: marks.id } } });
  };

  test("in an answer, nor in one after a redirect", async () => {
    const tokens = good();
    expectSilent(...(await call(tokens, bank.origin, "/api/good")));
    expectSilent(...(await call(tokens, bank.origin, "/api/moved")));
  });

  test.each(["/api/unauthorized", "/api/lost"])("where %s fails", async (path) => {
    const got = await call(good(), bank.origin, path).catch((thrown: unknown) => [thrown]);
    expectSilent(...got);
  });
});

describe("P8: no secret is shown", () => {
  test("by managers, pools and stores that hold them", async () => {
    const store = memoryStore();
    const tokens = open({ store, seed: { ...stale, refreshToken: marks.seed } });
    await tokens.get();
    const pool = createTokenManagerPool(() => ({ refresh: () => tokens.get(), store }));
    const pooled = pool.get("anna");
    await pooled.get();
    const claim = await store.claim(1, { duration: 1 });
    const policy = new AuthPolicy({
      caller: "authTest",
      tokens,
      reader: fetchResponses,
      options: { origins: [bank.origin] },
    });
    expectSilent(tokens, pool, pooled, policy, store, claim, fileStore("/nowhere/tokens.json"));
  });

  test("by the event of a request without a token, whose URL holds one", async () => {
    const policy = new AuthPolicy({
      caller: "authTest",
      tokens: open({ debug: true }),
      reader: fetchResponses,
      options: { origins: [bank.origin] },
    });
    const url = `https://${marks.id}@other.test/${marks.access}?token=${marks.refresh}`;
    policy.tokensFor({ url, hasOwnAuthorization: false, unrepeatable: undefined });
    await expect.poll(() => told).toMatchObject([{ origin: "https://other.test" }]);
    expectSilent(policy);
  });

  test("by what a login, a revocation or a seed throws", async () => {
    const tokens = openImpatient({ revoke: () => Promise.reject(careless()) });
    const seedless = openImpatient({ seed: () => Promise.reject(careless()) });
    const wrong = { refreshToken: marks.seed, expiresAt: Number.NaN };
    expectSilent(
      await thrownBy(tokens.revoke()),
      await thrownBy(tokens.set(wrong)),
      await thrownBy(seedless.get()),
      await thrownBy(openImpatient({}).renew(stale)),
      await thrownBy(openImpatient({ store: fileStore("/dev/null/tokens.json") }).renew(stale)),
    );
  });

  test.each([
    ["saved", memoryStore],
    ["not to be saved", unwritable],
  ])("by tokens that come too late and are %s", async (_, store) => {
    const reply = { accessToken: marks.otherAccess, refreshToken: marks.refresh };
    let isSent = false;
    const tokens = open({
      refresh: (_, { signal }) => {
        isSent = true;
        return new Promise((resolve) => signal.addEventListener("abort", () => resolve(reply)));
      },
      refreshDeadline: 50,
      sendDeadline: 100,
      store: store(),
    });
    let error: unknown;
    do {
      error = await thrownBy(tokens.renew(stale));
      expect(error).toMatchObject({ code: "timeout" });
    } while (!isSent);
    const isRefreshed = () => told.some((event) => inspect(event).includes("refreshed"));
    await expect.poll(() => tokens.unsaved !== undefined || isRefreshed()).toBe(true);
    expectSilent(error, tokens);
  });

  test("by an answer whose optional fields cannot be used", async () => {
    const tokens = open({ refresh: vault(bank.origin, "odd-field") });
    expect((await tokens.renew(stale)).accessToken).toBe(marks.access);
    expectSilent(tokens);
  });

  test("by a process that waits for another, and adopts", async () => {
    const store = memoryStore();
    const others = await store.claim(0, { duration: 60_000 });
    const waiting = open({ store }, false);
    const got = waiting.renew(stale);
    await expect.poll(() => told.length).toBeGreaterThan(0);
    const theirs = { accessToken: marks.otherAccess, refreshToken: marks.refresh };
    await others?.commit({ revision: 1, tokens: theirs, obtainedAt: 1 });
    expect((await got).accessToken).toBe(marks.otherAccess);
    expectSilent(waiting);
  });

  test.each<[string, object]>([
    ["seed", { seed: marks.seed }],
    ["store", { store: marks }],
    ["refresh", { refresh: marks.seed }],
    ["refreshBefore", { refreshBefore: marks.seed }],
  ])("by a wrong %s", async (_, options) => {
    const make = async () => Reflect.apply(createTokenManager, undefined, [{ ...options }]);
    expectSilent(await thrownBy(make()));
  });

  test("but in `unsaved`, which is the caller's own", async () => {
    const tokens: TokenManager = await failures.not_persisted(openImpatient, bank.origin);
    await failureOf(tokens, "not_persisted");
    expect(tokens.unsaved).toMatchObject({ accessToken: marks.access });
    expectSilent(tokens);
  });
});

describe("this test", () => {
  const everyEvent: Readonly<Record<TokenEvent["type"], true>> = {
    refreshed: true,
    adopted: true,
    waiting: true,
    failed: true,
    not_persisted: true,
    ignored_field: true,
    reauthorization_required: true,
    not_attached: true,
  };

  test("has seen every code and every event", () => {
    expect([...codes].sort()).toEqual(Object.keys(failures).sort());
    expect([...events].sort()).toEqual(Object.keys(everyEvent).sort());
  });

  test.each<[string, () => unknown]>([
    ["a message", () => new Error(`failed with ${marks.access}`)],
    ["a cause", () => new Error("x", { cause: { deep: { deep: marks.refresh } } })],
    ["a hidden property", () => Object.defineProperty(new Error("x"), "h", { value: marks.id })],
    ["a collected error", () => new AggregateError([new Error(marks.seed)], "x")],
    ["a header of Basic", () => ({ authorization: btoa(marks.clientSecret) })],
  ])("finds a secret in %s", (_, leak) => {
    expect(marksIn(shown(leak()))).not.toEqual([]);
  });
});
