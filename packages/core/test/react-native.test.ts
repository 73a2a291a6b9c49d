import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { adapterView } from "../src/adapter.ts";
import { createTokenManager, memoryStore } from "../src/index.ts";
import { useFakeClock } from "./fake-clock.ts";
import { gate, StrictEndpoint } from "./strict-endpoint.ts";

const seed = { refreshToken: "r0" };

/** The signals of `abort-controller` 3, which React Native has. */
class OldSignal extends EventTarget {
  aborted = false;
}

class OldController {
  readonly signal = new OldSignal();

  abort(): void {
    if (this.signal.aborted) return;
    this.signal.aborted = true;
    this.signal.dispatchEvent(new Event("abort"));
  }
}

describe("P10: in React Native, which has no WebCrypto and no reasons of signals, a manager", () => {
  useFakeClock();
  beforeEach(() => {
    vi.stubGlobal("AbortController", OldController);
    vi.stubGlobal("AbortSignal", OldSignal);
    vi.stubGlobal("crypto", undefined);
  });
  afterEach(() => void vi.unstubAllGlobals());

  test("refreshes, and retries after a lost response", async () => {
    const endpoint = new StrictEndpoint();
    endpoint.next(
      new TypeError("Network request failed"),
      Object.assign(new Error(), { status: 503 }),
    );
    const store = memoryStore();
    const tokens = createTokenManager({ refresh: endpoint.refresh, store, seed });
    const got = tokens.get();
    await endpoint.calls(2);
    await vi.advanceTimersByTimeAsync(2_000);
    expect((await got).accessToken).toBe("a1");
    expect((await store.read())?.tokens?.refreshToken).toBe("r1");
  });

  test("distinguishes a deadline from an abort of the caller", async () => {
    const endpoint = new StrictEndpoint();
    const slow = gate();
    endpoint.next(() => slow.passed);
    const tokens = createTokenManager({ refresh: endpoint.refresh, seed });
    const controller = new AbortController();
    const { signal } = controller;
    const late = expect(tokens.get()).rejects.toMatchObject({ code: "timeout" });
    const aborted = expect(tokens.get({ signal })).rejects.toMatchObject({ name: "AbortError" });
    await endpoint.calls(1);
    controller.abort();
    await aborted;
    await expect(tokens.get({ signal })).rejects.toMatchObject({ name: "AbortError" });
    await vi.advanceTimersByTimeAsync(10_000);
    await late;
    slow.open();
    await vi.waitUntil(() => adapterView(tokens).peek(), { interval: 1 });
    expect(adapterView(tokens).peek()?.accessToken).toBe("a1");
  });

  test("P2: treats a store that does not answer as one that fails", async () => {
    const inner = memoryStore();
    const reached = gate();
    const claim: typeof inner.claim = async (...of) => {
      const won = await inner.claim(...of);
      const commit = () => {
        reached.open();
        return new Promise<never>(() => {});
      };
      return won && { ...won, commit };
    };
    const { refresh } = new StrictEndpoint();
    const tokens = createTokenManager({ refresh, store: { ...inner, claim }, seed });
    const failed = expect(tokens.get()).rejects.toMatchObject({ code: "not_persisted" });
    await reached.passed;
    await vi.advanceTimersByTimeAsync(10_000);
    await failed;
    expect(tokens.unsaved).toMatchObject({ refreshToken: "r1" });
  });
});
