import { describe, expect, test, vi } from "vitest";
import { adapterView } from "../src/adapter.ts";
import { createTokenManager, memoryStore, type TokenEvent, type TokenStore } from "../src/index.ts";
import { useFakeClock } from "./fake-clock.ts";
import { gate, StrictEndpoint } from "./strict-endpoint.ts";

const seed = { refreshToken: "r0" };

/**
 * An account whose commits run functions of the test.
 *
 * @param confirmed runs after each commit, before its result is known
 */
function account(commits: (() => Promise<void>)[], confirmed = async () => {}) {
  const endpoint = new StrictEndpoint();
  const inner = memoryStore();
  let begun = 0;
  const store: TokenStore = {
    ...inner,
    async claim(...of) {
      const won = await inner.claim(...of);
      if (!won) return undefined;
      return {
        ...won,
        async commit(next) {
          begun++;
          await commits.shift()?.();
          const isCommitted = await won.commit(next);
          await confirmed();
          return isCommitted;
        },
      };
    },
  };
  const events: TokenEvent["type"][] = [];
  const onEvent = ({ type }: TokenEvent) => void events.push(type);
  const tokens = createTokenManager({ refresh: endpoint.refresh, store, seed, onEvent });
  const commitBegins = (times: number) => vi.waitUntil(() => begun >= times, { interval: 1 });
  return { endpoint, store, tokens, events, commitBegins, begun: () => begun };
}

const full = () => Promise.reject(new Error("ENOSPC"));

describe("P2: a slow commit", () => {
  useFakeClock();

  test("is made and reported once for a caller and a retry in the background at the same time", async () => {
    const slow = gate();
    // A failed commit is retried once.
    const { tokens, events, commitBegins, begun, store } = account([full, full, () => slow.passed]);
    await expect(tokens.get()).rejects.toMatchObject({ code: "not_persisted" });
    await vi.advanceTimersByTimeAsync(1_000);
    await commitBegins(3);
    const calls = [tokens.get(), tokens.get()];
    await vi.advanceTimersByTimeAsync(2_000);
    expect(begun()).toBe(3);
    slow.open();
    for (const call of calls) expect((await call).accessToken).toBe("a1");
    await vi.advanceTimersByTimeAsync(5_000);
    expect(events).toEqual(["not_persisted", "refreshed"]);
    expect(begun()).toBe(3);
    expect((await store.read())?.revision).toBe(1);
  });

  test("is reported as this process's own, also if the store has the tokens before it confirms the commit", async () => {
    const slow = gate();
    const { tokens, events, commitBegins } = account([], () => slow.passed);
    const got = tokens.get();
    await commitBegins(1);
    await vi.advanceTimersByTimeAsync(2_000);
    await expect(got).resolves.toMatchObject({ accessToken: "a1" });
    expect(events).toEqual([]);
    slow.open();
    await vi.waitUntil(() => events.length > 0, { interval: 1 });
    expect(events).toEqual(["refreshed"]);
  });

  test("is reported as not_persisted to callers whose deadline passes, because the new tokens are at risk", async () => {
    const slow = gate();
    const { endpoint, store, tokens, events, commitBegins } = account([() => slow.passed]);
    const failed = expect(Promise.allSettled([tokens.get(), tokens.get()])).resolves.toMatchObject([
      { reason: { code: "not_persisted", kind: "store", attempts: 1 } },
      { reason: { code: "not_persisted" } },
    ]);
    await commitBegins(1);
    await vi.advanceTimersByTimeAsync(10_000);
    await failed;
    expect(tokens.unsaved).toMatchObject({ accessToken: "a1", refreshToken: "r1" });
    slow.open();
    // Even without another call.
    await vi.waitUntil(() => adapterView(tokens).peek(), { interval: 1 });
    expect((await tokens.get()).accessToken).toBe("a1");
    expect(tokens.unsaved).toBeUndefined();
    expect((await store.read())?.tokens?.refreshToken).toBe("r1");
    expect(endpoint.received).toEqual(["r0"]);
    expect(events).toEqual(["not_persisted", "refreshed"]);
  });

  test("is no failure if it has only just begun when the deadline of its callers passes", async () => {
    const [response, slow] = [gate(), gate()];
    const { endpoint, tokens, commitBegins } = account([() => slow.passed]);
    endpoint.next(() => response.passed);
    const failed = expect(tokens.get()).rejects.toMatchObject({ code: "timeout" });
    await vi.advanceTimersByTimeAsync(9_500);
    response.open();
    await commitBegins(1);
    await vi.advanceTimersByTimeAsync(500);
    await failed;
    slow.open();
    await vi.waitUntil(() => adapterView(tokens).peek(), { interval: 1 });
    expect((await tokens.get()).accessToken).toBe("a1");
  });

  test("is reported as not_persisted by close()", async () => {
    const slow = gate();
    const { tokens, commitBegins } = account([() => slow.passed]);
    const got = tokens.get();
    got.catch(() => {});
    await commitBegins(1);
    const closed = expect(tokens.close()).rejects.toMatchObject({ code: "not_persisted" });
    await vi.advanceTimersByTimeAsync(10_000);
    await closed;
    expect(tokens.unsaved).toMatchObject({ refreshToken: "r1" });
  });
});
