import { describe, expect, test, vi } from "vitest";
import {
  createTokenManager,
  createTokenManagerPool,
  memoryStore,
  type RefreshFunction,
  type TokenEvent,
  type TokenManager,
  type TokenManagerOptions,
} from "../src/index.ts";
import { useFakeClock } from "./fake-clock.ts";

/** A token endpoint that answers when the test says so. */
class SlowEndpoint {
  /** The refresh tokens of the requests that it has received, in order. */
  readonly received: string[] = [];
  most = 0;
  readonly #waiting: ((error?: Error) => void)[] = [];

  get running(): number {
    return this.#waiting.length;
  }

  readonly refresh: RefreshFunction = async (current) => {
    const token = current?.refreshToken ?? "";
    this.received.push(token);
    await new Promise<void>((resolve, reject) => {
      this.#waiting.push((error) => (error ? reject(error) : resolve()));
      this.most = Math.max(this.most, this.running);
    });
    return { accessToken: `a-${token}`, refreshToken: `${token}'` };
  };

  /** Resolves when so many requests wait for their answer. */
  async reach(running: number): Promise<void> {
    await vi.waitUntil(() => this.running === running, { interval: 1 });
  }

  /** Answers a request as soon as there is one. */
  async answer(): Promise<void> {
    await vi.waitUntil(() => this.running > 0, { interval: 1 });
    this.#waiting.shift()?.();
  }

  /** Cuts the connection of a request: nobody knows whether the token was used. */
  cut(): void {
    this.#waiting.shift()?.(new Error("socket hang up"));
  }

  /** Answers one request after the other, and returns what the callers get. */
  async answerAll<T>(calls: readonly Promise<T>[]): Promise<T[]> {
    for (let answered = 0; answered < calls.length; answered++) await this.answer();
    return Promise.all(calls);
  }
}

function accounts(count: number, options: Omit<TokenManagerOptions, "store" | "seed">) {
  return Array.from({ length: count }, (_, number): TokenManager => {
    const seed = { refreshToken: `r${number}` };
    return createTokenManager({ ...options, store: memoryStore(), seed });
  });
}

describe("P4: a herd, whose tokens expire together", () => {
  useFakeClock();

  test("is refreshed 32 at a time", async () => {
    const endpoint = new SlowEndpoint();
    const { refresh } = endpoint;
    const calls = accounts(100, { refresh }).map((tokens) => tokens.get());
    await endpoint.reach(32);
    await endpoint.answerAll(calls);
    expect(endpoint.most).toBe(32);
    expect(new Set(endpoint.received).size).toBe(100);
  });

  test("is refreshed in the order in which its callers came", async () => {
    const endpoint = new SlowEndpoint();
    const options = { refresh: endpoint.refresh, concurrency: 1 };
    await endpoint.answerAll(accounts(5, options).map((tokens) => tokens.get()));
    expect(endpoint.received).toEqual(["r0", "r1", "r2", "r3", "r4"]);
  });

  test("counts together all accounts of a token endpoint, also those of two pools", async () => {
    const endpoint = new SlowEndpoint();
    const refreshOf = () =>
      Object.assign(endpoint.refresh.bind(undefined), { endpoint: "https://bank.example" });
    const pools = [1, 2].map(() =>
      createTokenManagerPool((account) => ({
        refresh: refreshOf(),
        store: memoryStore(),
        seed: { refreshToken: account },
        concurrency: 3,
      })),
    );
    const calls = pools.flatMap((pool) =>
      ["a", "b", "c"].map((account) => pool.get(account).get()),
    );
    await endpoint.reach(3);
    await endpoint.answerAll(calls);
    expect(endpoint.most).toBe(3);
  });

  test("counts together all accounts of a pool, if no refresh function tells its endpoint", async () => {
    const endpoint = new SlowEndpoint();
    const pool = createTokenManagerPool((account) => ({
      refresh: (current, context) => endpoint.refresh(current, context),
      store: memoryStore(),
      seed: { refreshToken: account },
    }));
    const calls = Array.from({ length: 100 }, (_, number) => pool.get(`r${number}`).get());
    await endpoint.reach(32);
    await endpoint.answerAll(calls);
    expect(endpoint.most).toBe(32);
  });

  test("does not make another token endpoint wait", async () => {
    const busy = new SlowEndpoint();
    const other = new SlowEndpoint();
    const ofBusy = accounts(2, { refresh: busy.refresh, concurrency: 1 });
    const calls = ofBusy.map((tokens) => tokens.get());
    await busy.reach(1);
    const [tokens] = accounts(1, { refresh: other.refresh, concurrency: 1 });
    const ofOther = tokens?.get();
    await other.answer();
    await ofOther;
    expect(busy.running).toBe(1);
    await busy.answerAll(calls);
  });

  test("sends nothing for a caller that gives up while it waits for its turn", async () => {
    const endpoint = new SlowEndpoint();
    const options = { refresh: endpoint.refresh, concurrency: 1 };
    const [first, second, third] = accounts(3, { ...options, refreshDeadline: 1_000 });
    const got = first?.get();
    got?.catch(() => {});
    await endpoint.reach(1);
    const late = expect(second?.get()).rejects.toMatchObject({
      code: "timeout",
      message: expect.stringContaining('see the option "concurrency"'),
    });
    await vi.advanceTimersByTimeAsync(1_000);
    await late;
    const next = third?.get();
    await endpoint.answer();
    await endpoint.answer();
    await expect(next).resolves.toMatchObject({ accessToken: "a-r2" });
    expect(endpoint.received).toEqual(["r0", "r2"]);
  });

  test("does not subscribe to the store for a caller that gives up while it waits", async () => {
    const endpoint = new SlowEndpoint();
    const options = { refresh: endpoint.refresh, concurrency: 1, refreshDeadline: 1_000 };
    const [first] = accounts(1, { refresh: endpoint.refresh, concurrency: 1 });
    const got = first?.get();
    await endpoint.reach(1);
    const subscribe = vi.fn(() => () => {});
    const store = { ...memoryStore(), subscribe };
    const second = createTokenManager({ ...options, store, seed: { refreshToken: "r1" } });
    const late = expect(second.get()).rejects.toMatchObject({ code: "timeout" });
    await vi.advanceTimersByTimeAsync(1_000);
    await late;
    expect(subscribe).not.toHaveBeenCalled();
    await endpoint.answer();
    await got;
  });

  test("reads no store for callers whose deadlines pass together", async () => {
    const { refresh } = new SlowEndpoint();
    const read = vi.fn(() => new Promise<undefined>(() => {}));
    const store = { ...memoryStore(), read };
    const options = { refresh, store, concurrency: 1, refreshDeadline: 1_000 };
    const calls = Array.from({ length: 5 }, () => createTokenManager(options).get());
    const late = Promise.allSettled(calls);
    await vi.advanceTimersByTimeAsync(1_000);
    expect((await late).map(({ status }) => status)).toEqual(Array(5).fill("rejected"));
    expect(read).toHaveBeenCalledTimes(1);
  });

  test("needs another turn to send a token again after its request has ended", async () => {
    const endpoint = new SlowEndpoint();
    const options = { refresh: endpoint.refresh, concurrency: 1, refreshDeadline: 1_000 };
    const store = memoryStore();
    let isOpen = Promise.resolve();
    const read = () => isOpen.then(() => store.read());
    const seed = { refreshToken: "r" };
    const tokens = createTokenManager({ ...options, store: { ...store, read }, seed });
    const late = expect(tokens.get()).rejects.toMatchObject({ code: "timeout" });
    await endpoint.reach(1);
    await vi.advanceTimersByTimeAsync(1_000);
    await late;
    let open = () => {};
    isOpen = new Promise((resolve) => {
      open = resolve;
    });
    // Follows the request, which still runs.
    const again = tokens.get();
    const [other] = accounts(1, options);
    const gotOther = other?.get();
    endpoint.cut();
    await vi.waitUntil(() => endpoint.received.length === 2, { interval: 1 });
    open();
    await vi.advanceTimersByTimeAsync(100);
    expect(endpoint.received).toEqual(["r", "r0"]);
    await endpoint.answer();
    await gotOther;
    await endpoint.answer();
    await expect(again).resolves.toMatchObject({ accessToken: "a-r" });
    expect(endpoint.most).toBe(1);
  });

  test("lets a caller that has waited for another process go first", async () => {
    const endpoint = new SlowEndpoint();
    const elsewhere = new SlowEndpoint();
    const store = memoryStore();
    const seed = { refreshToken: "shared" };
    const inOtherProcess = createTokenManager({ refresh: elsewhere.refresh, store, seed }).get();
    await elsewhere.reach(1);
    const options = { refresh: endpoint.refresh, concurrency: 1 };
    const happened: string[] = [];
    const onEvent = ({ type }: TokenEvent) => happened.push(type);
    const adopted = createTokenManager({ ...options, store, seed, onEvent }).get();
    await vi.waitUntil(() => happened.includes("waiting"), { interval: 1 });
    const calls = accounts(2, options).map((tokens) => tokens.get());
    await endpoint.reach(1);
    await elsewhere.answer();
    await inOtherProcess;
    // Time to notice the new tokens, and to stand in line.
    await vi.advanceTimersByTimeAsync(1_000);
    await endpoint.answer();
    await vi.waitUntil(() => happened.includes("adopted"), { interval: 1 });
    await adopted;
    await endpoint.answer();
    await Promise.all(calls);
    expect(endpoint.received).toEqual(["r0", "r1"]);
  });

  test("is not blocked by stores that hang", async () => {
    const endpoint = new SlowEndpoint();
    const options = { refresh: endpoint.refresh, concurrency: 1, refreshDeadline: 1_000 };
    const hanging = { ...memoryStore(), read: () => new Promise<undefined>(() => {}) };
    const stuck = expect(
      createTokenManager({ ...options, store: hanging }).get(),
    ).rejects.toMatchObject({ code: "timeout" });
    await vi.advanceTimersByTimeAsync(1_000);
    await stuck;
    const [tokens] = accounts(1, options);
    const got = tokens?.get();
    await endpoint.answer();
    await expect(got).resolves.toMatchObject({ accessToken: "a-r0" });
  });

  test("does not wait for itself, if a refresh function needs the token of another account", async () => {
    const endpoint = new SlowEndpoint();
    const endpointName = { endpoint: "https://nested.example" };
    const refresh = Object.assign(endpoint.refresh.bind(undefined), endpointName);
    const seed = { refreshToken: "inner" };
    const inner = createTokenManager({ refresh, store: memoryStore(), seed, concurrency: 1 });
    const outer = createTokenManager({
      refresh: Object.assign(async () => {
        const { accessToken } = await inner.get();
        return { accessToken: `by ${accessToken}` };
      }, endpointName),
      store: memoryStore(),
      concurrency: 1,
    });
    const got = outer.get();
    await endpoint.answer();
    await expect(got).resolves.toMatchObject({ accessToken: "by a-inner" });
  });

  test("keeps no queue when it is over", async () => {
    const endpoint = new SlowEndpoint();
    const calls = accounts(50, { refresh: endpoint.refresh }).map((tokens) => tokens.get());
    await endpoint.answerAll(calls);
    const queues: Map<unknown, unknown> = Reflect.get(
      globalThis,
      Symbol.for("@refresh-once/refresh-queues"),
    );
    expect(queues.has(endpoint.refresh)).toBe(false);
  });
});
