import { describe, expect, test, vi } from "vitest";
import {
  createTokenManager,
  memoryStore,
  type RefreshFunction,
  TokenError,
  type TokenEvent,
  type TokenManagerOptions,
} from "../src/index.ts";
import { useFakeClock } from "./fake-clock.ts";
import { StrictEndpoint } from "./strict-endpoint.ts";

const minute = 60_000;
const seed = { refreshToken: "r0" };

/** A provider whose refresh tokens end if they are unused for ten minutes. */
class IdleEndpoint extends StrictEndpoint {
  override lifetime = minute;
  isDown = false;
  #usedAt = Date.now();

  readonly refreshInTime: RefreshFunction = Object.assign(
    async (...[current, context]: Parameters<RefreshFunction>) => {
      if (!current?.refreshToken) throw new TokenError("login_required", "no refresh token");
      if (this.isDown) throw new TokenError("unreachable", "no route");
      if (Date.now() - this.#usedAt > 10 * minute) super.login("ended");
      const tokens = await this.refresh(current, context);
      this.#usedAt = Date.now();
      return tokens;
    },
    { provider: { idleLimit: 10 * minute } },
  );

  override login(refreshToken: string): void {
    this.#usedAt = Date.now();
    super.login(refreshToken);
  }
}

/** A manager that nobody uses. */
function kept(endpoint: IdleEndpoint, options: Partial<TokenManagerOptions> = {}) {
  const { refreshInTime: refresh } = endpoint;
  return createTokenManager({ refresh, seed, keepAlive: true, ...options });
}

/** The hash of a seed is computed in real time, during which the fake clock must not go on. */
async function started(endpoint: IdleEndpoint) {
  await vi.advanceTimersByTimeAsync(10);
  await endpoint.calls(1);
  await vi.advanceTimersByTimeAsync(10);
}

describe("with keepAlive", () => {
  useFakeClock();

  test("a login that nobody uses lasts, from the start of the program on", async () => {
    const endpoint = new IdleEndpoint();
    const tokens = kept(endpoint);
    await started(endpoint);
    await vi.advanceTimersByTimeAsync(99 * minute);
    // At once, and then after half of ten minutes each.
    expect(endpoint.received).toHaveLength(20);
    expect(await tokens.get()).toMatchObject({ refreshToken: "r21" });
    expect(endpoint.reuses).toBe(0);
    await tokens.close();
  });

  test("without it, the login ends", async () => {
    const endpoint = new IdleEndpoint();
    const tokens = kept(endpoint, { keepAlive: false });
    await tokens.get();
    await vi.advanceTimersByTimeAsync(100 * minute);
    expect(endpoint.received).toHaveLength(1);
    await expect(tokens.get()).rejects.toMatchObject({ kind: "terminal" });
  });

  test("P1: several processes keep a login together, and one of them refreshes it each time", async () => {
    const endpoint = new IdleEndpoint();
    const store = memoryStore();
    const managers = [1, 2, 3].map(() => kept(endpoint, { store }));
    await started(endpoint);
    await vi.advanceTimersByTimeAsync(51 * minute);
    expect(endpoint.received.length).toBeLessThanOrEqual(11);
    expect(new Set(endpoint.received).size).toBe(endpoint.received.length);
    for (const tokens of managers) await tokens.close();
  });

  test("P6: a token is refreshed although it is valid, but not more often than needed", async () => {
    const endpoint = new IdleEndpoint();
    endpoint.lifetime = 24 * 60 * minute;
    const { refresh } = endpoint;
    const tokens = kept(endpoint, { refresh, keepAlive: 30 * minute });
    await started(endpoint);
    await vi.advanceTimersByTimeAsync(29 * minute);
    expect(endpoint.received).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(2 * minute);
    expect(endpoint.received).toEqual(["r0", "r1"]);
    await tokens.close();
  });

  test("a login survives a provider that is down for a while", async () => {
    const endpoint = new IdleEndpoint();
    const tokens = kept(endpoint);
    await started(endpoint);
    endpoint.isDown = true;
    await vi.advanceTimersByTimeAsync(8 * minute);
    endpoint.isDown = false;
    await vi.advanceTimersByTimeAsync(20 * minute);
    expect(await tokens.get()).toMatchObject({ refreshToken: expect.stringMatching(/^r\d/) });
    expect(endpoint.reuses).toBe(0);
    await tokens.close();
  });

  test("P9: a lost login is told once and costs no more requests; a new one is kept again", async () => {
    const endpoint = new IdleEndpoint();
    const store = memoryStore();
    const reads = vi.spyOn(store, "read");
    const events: TokenEvent["type"][] = [];
    const tokens = kept(endpoint, { store, onEvent: ({ type }) => events.push(type) });
    await started(endpoint);
    endpoint.login("elsewhere");
    await vi.advanceTimersByTimeAsync(300 * minute);
    expect(endpoint.received).toHaveLength(2);
    expect(events.filter((type) => type === "reauthorization_required")).toHaveLength(1);
    // It looks after half of the idle limit.
    expect(reads.mock.calls.length).toBeLessThan(80);

    endpoint.login("n0");
    await createTokenManager({ refresh: endpoint.refresh, store }).set({ refreshToken: "n0" });
    await vi.advanceTimersByTimeAsync(100 * minute);
    expect(endpoint.received.length).toBeGreaterThan(10);
    expect(endpoint.reuses).toBe(1);
    await tokens.close();
  });

  test("a login that comes later is found", async () => {
    const endpoint = new IdleEndpoint();
    const store = memoryStore();
    const { refreshInTime: refresh } = endpoint;
    const tokens = createTokenManager({ refresh, store, keepAlive: true });
    await vi.advanceTimersByTimeAsync(3 * minute);
    expect(endpoint.received).toEqual([]);
    await createTokenManager({ refresh, store }).set(seed);
    await vi.advanceTimersByTimeAsync(3 * minute);
    expect(endpoint.received).toEqual(["r0"]);
    await tokens.close();
  });

  test("its timer does not keep the process alive, and ends with the manager", async () => {
    const timers = vi.spyOn(globalThis, "setTimeout");
    const endpoint = new IdleEndpoint();
    const tokens = kept(endpoint);
    expect(timers.mock.results.at(-1)?.value.hasRef()).toBe(false);
    await tokens.close();
    expect(vi.getTimerCount()).toBe(0);
    await vi.advanceTimersByTimeAsync(20 * minute);
    expect(endpoint.received).toEqual([]);
    timers.mockRestore();
  });

  test("nothing is sent by a manager that is closed while it looks at the store", async () => {
    const endpoint = new IdleEndpoint();
    const inner = memoryStore();
    let onRead = async () => {};
    const read = () => onRead().then(() => inner.read());
    const store = { ...inner, read };
    const tokens = kept(endpoint, { store });
    await started(endpoint);
    onRead = async () => {
      onRead = async () => {};
      await tokens.close();
    };
    await vi.advanceTimersByTimeAsync(20 * minute);
    expect(endpoint.received).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("a known grace window", () => {
  useFakeClock();

  test.each([
    ["half of it is the deadline of a request", 20_000, 10_000],
    ["a long one changes nothing", 600_000, 30_000],
    ["a short one leaves a slow provider five seconds", 2_000, 5_000],
    ["none changes nothing", 0, 30_000],
  ])("%s", async (_, graceWindow, deadline) => {
    let signal: AbortSignal | undefined;
    const hang: RefreshFunction = (_tokens, context) => {
      signal ??= context.signal;
      return new Promise(() => {});
    };
    const refresh = Object.assign(hang, { provider: { graceWindow } });
    const call = createTokenManager({ refresh, seed }).get();
    call.catch(() => {});
    await vi.waitUntil(() => signal);
    await vi.advanceTimersByTimeAsync(deadline - 500);
    expect(signal?.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(signal?.aborted).toBe(true);
  });
});
