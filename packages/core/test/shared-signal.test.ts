import { getEventListeners } from "node:events";
import { describe, expect, test, vi } from "vitest";
import { AuthPolicy } from "../src/adapter.ts";
import { createTokenManager, createTokenManagerPool, memoryStore } from "../src/index.ts";
import { gate, StrictEndpoint } from "./strict-endpoint.ts";

const seed = { refreshToken: "r0" };

/** Counts the listeners that are added to a signal, and the most that it has at a time. */
function watched() {
  const controller = new AbortController();
  const { signal } = controller;
  const added = vi.spyOn(signal, "addEventListener");
  const removed = vi.spyOn(signal, "removeEventListener");
  const listeners = () => getEventListeners(signal, "abort").length;
  return { controller, signal, added, removed, listeners };
}

describe("P4: ten thousand callers that share one signal", () => {
  function waiting() {
    const endpoint = new StrictEndpoint();
    const slow = gate();
    endpoint.next(() => slow.passed);
    const tokens = createTokenManager({ refresh: endpoint.refresh, seed });
    const shared = watched();
    const { signal } = shared;
    const calls = Array.from({ length: 10_000 }, () => tokens.get({ signal }));
    return { endpoint, tokens, calls, answer: slow.open, ...shared };
  }

  test("need one listener, which is removed when all have their tokens", async () => {
    const { endpoint, tokens, calls, answer, signal, added, removed, listeners } = waiting();
    await endpoint.calls(1);
    expect(listeners()).toBe(1);
    answer();
    const sets = await Promise.all(calls);
    expect(new Set(sets.map(({ accessToken }) => accessToken))).toEqual(new Set(["a1"]));
    expect(listeners()).toBe(0);
    expect(added).toHaveBeenCalledTimes(1);
    expect(removed).toHaveBeenCalledTimes(1);
    const [set] = sets;
    if (set) await tokens.renew(set, { signal });
    expect(listeners()).toBe(0);
  });

  test("all reject at once when it aborts, and no other caller does", async () => {
    const { endpoint, tokens, calls, answer, controller, added, listeners } = waiting();
    const other = tokens.get({ signal: new AbortController().signal });
    await endpoint.calls(1);
    controller.abort("mine");
    const settled = await Promise.allSettled(calls);
    expect(settled.every((one) => one.status === "rejected" && one.reason === "mine")).toBe(true);
    expect(added).toHaveBeenCalledTimes(1);
    expect(listeners()).toBe(0);
    answer();
    expect((await other).accessToken).toBe("a1");
  });
});

test("P4: the accounts of a pool share the listener of a signal", async () => {
  const slow = gate();
  const endpoints = Array.from({ length: 20 }, () => new StrictEndpoint());
  for (const endpoint of endpoints) endpoint.next(() => slow.passed);
  const pool = createTokenManagerPool((account) => ({
    refresh: endpoints[Number(account)]?.refresh ?? Promise.reject,
    store: memoryStore(),
    seed,
  }));
  const { signal, listeners } = watched();
  const calls = endpoints.map((_, account) => pool.get(`${account}`).get({ signal }));
  await Promise.all(endpoints.map((endpoint) => endpoint.calls(1)));
  expect(listeners()).toBe(1);
  slow.open();
  await Promise.all(calls);
  expect(listeners()).toBe(0);
});

test("P4: requests that share a signal need one listener, also while `isTokenRejected` reads their responses", async () => {
  const { refresh } = new StrictEndpoint();
  const looked = gate();
  let answers = 0;
  const policy = new AuthPolicy<number>({
    caller: "authTest",
    tokens: createTokenManager({ refresh, seed }),
    reader: { challengeOf: () => undefined, urlOf: () => undefined, discard: () => {} },
    options: {
      origins: ["https://api.example"],
      isTokenRejected: async (answer) => {
        answers++;
        if (answers === 50) looked.open();
        await looked.passed;
        return answer === 401;
      },
    },
  });
  const { signal, added, listeners } = watched();
  const most = { listeners: 0 };
  const exchanges = Array.from({ length: 50 }, () =>
    policy.exchange({
      url: "https://api.example/accounts",
      signal,
      hasOwnAuthorization: false,
      unrepeatable: undefined,
      send: async (tokens) => {
        most.listeners = Math.max(most.listeners, listeners());
        return tokens?.accessToken === "a1" ? 401 : 200;
      },
    }),
  );
  looked.passed.then(() => {
    most.listeners = Math.max(most.listeners, listeners());
  });
  expect(new Set(await Promise.all(exchanges))).toEqual(new Set([200]));
  // One for the tokens, and one for the responses.
  expect(most.listeners).toBeLessThanOrEqual(2);
  expect(added.mock.calls.length).toBeLessThan(50);
  expect(listeners()).toBe(0);
});
