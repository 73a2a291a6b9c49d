import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createTokenManager, memoryStore, type TokenEvent, type TokenStore } from "../src/index.ts";
import { gate, StrictEndpoint } from "./strict-endpoint.ts";

const seed = { refreshToken: "r0" };

/** A store that counts its reads and can delay their results. */
function watchedStore(inner: TokenStore) {
  const watched = { reads: 0, back: Promise.resolve(), tells: true };
  const store: TokenStore = {
    async read() {
      watched.reads++;
      const record = await inner.read();
      await watched.back;
      return record;
    },
    claim: (...of) => inner.claim(...of),
    subscribe: (changed) => inner.subscribe?.(() => watched.tells && changed()) ?? (() => {}),
  };
  return { watched, store };
}

/** A process during a refresh, and another one that has waited for it for a second. */
async function waiting() {
  const endpoint = new StrictEndpoint();
  const slow = gate();
  endpoint.next(() => slow.passed);
  const inner = memoryStore();
  const { watched, store } = watchedStore(inner);
  const refreshing = createTokenManager({ refresh: endpoint.refresh, store: inner, seed }).get();
  await endpoint.calls(1);
  const lost = gate();
  const onEvent = ({ type }: TokenEvent) => type === "waiting" && lost.open();
  const got = createTokenManager({ refresh: endpoint.refresh, store, seed, onEvent }).get();
  let isAnswered = false;
  got.then(() => {
    isAnswered = true;
  });
  await lost.passed;
  await vi.advanceTimersByTimeAsync(1_000);
  const finish = async () => {
    slow.open();
    await refreshing;
  };
  return { watched, got, isAnswered: () => isAnswered, finish };
}

/** Runs everything that needs no time, or only a timer of 0 ms. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await vi.advanceTimersByTimeAsync(0);
}

describe("A process that waits for the refresh of another one", () => {
  // The clock stands still, so what happens now has not waited for a timer.
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance", "Date"] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test("gets the tokens as soon as the store reports them", async () => {
    const { got, isAnswered, finish } = await waiting();
    await finish();
    await settle();
    expect(isAnswered()).toBe(true);
    expect((await got).accessToken).toBe("a1");
  });

  test("even if it is just reading the old record", async () => {
    const { watched, got, isAnswered, finish } = await waiting();
    const read = gate();
    const { reads } = watched;
    watched.back = read.passed;
    while (watched.reads === reads) await vi.advanceTimersByTimeAsync(1);
    await finish();
    read.open();
    await settle();
    expect(isAnswered()).toBe(true);
    expect((await got).accessToken).toBe("a1");
  });

  test("finds them without a report of the store, and polls less and less often", async () => {
    const { watched, got, finish } = await waiting();
    expect(watched.reads).toBeLessThan(15);
    watched.tells = false;
    await finish();
    await vi.advanceTimersByTimeAsync(250);
    expect((await got).accessToken).toBe("a1");
  });
});
