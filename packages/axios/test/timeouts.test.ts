import { inspect } from "node:util";
import axios, { type AxiosAdapter, type CreateAxiosDefaults } from "axios";
import { afterEach, describe, expect, test, vi } from "vitest";
import { gate } from "./gate.ts";
import { adapters, expectAlike, failureOf, openTwo, outcomeOf } from "./two-clients.ts";

const timeout = 100;

/** Tries with longer and longer timeouts, until a request is sent before its timeout. */
async function untilSent(attempt: (timeout: number) => Promise<boolean>): Promise<void> {
  for (let longer = timeout; !(await attempt(longer)); longer *= 4) {
    expect(longer, "the request was not sent").toBeLessThan(100_000);
  }
}

afterEach(() => {
  vi.useRealTimers();
});

describe.each(adapters)("timeout on the %s adapter", (adapter) => {
  test("P5: ends the first sending as it does a bare client's, which is not sent again", async () => {
    await untilSent(async (timeout) => {
      await using clients = await openTwo({ adapter, timeout });
      clients.resource.answer(() => new Promise(() => {}));
      const { code, status } = await expectAlike(clients, (api) => api.get("/"));
      expect(code).toMatch(/ECONNABORTED|ETIMEDOUT/);
      expect(status).toBeUndefined();
      expect(clients.sends()).toBeLessThanOrEqual(1);
      expect(clients.refreshes()).toBe(0);
      return clients.sends() === 1;
    });
  });

  test("ends the second sending as well", async () => {
    await untilSent(async (timeout) => {
      await using clients = await openTwo({ adapter, timeout });
      clients.resource.answer(({ headers }) =>
        headers.authorization === "Bearer a0" ? undefined : new Promise(() => {}),
      );
      const outcome = await outcomeOf(clients.attached.get("/"));
      expect(outcome.code).toMatch(/ECONNABORTED|ETIMEDOUT/);
      expect(clients.sends()).toBeLessThanOrEqual(2);
      expect(clients.refreshes()).toBeLessThanOrEqual(1);
      if (clients.sends() < 2) return false;
      expect(outcome).toEqual(await outcomeOf(clients.bare.get("/")));
      return true;
    });
  });

  test("says what the call's own timeoutErrorMessage says", async () => {
    await using clients = await openTwo({ adapter, timeout, timeoutErrorMessage: "too slow" });
    clients.resource.answer(() => new Promise(() => {}));
    await expectAlike(clients, (api) => api.get("/"));
  });
});

/** Rejects the first token by itself, so that nothing but the wait for a refresh can take time. */
const rejecting: AxiosAdapter = async (config) => {
  const isKnown = config.headers.get("Authorization") !== "Bearer a0";
  const status = isKnown ? 200 : 401;
  return { data: "", status, statusText: "", headers: {}, config };
};

describe("timeout and the wait for a refresh", () => {
  const settings: [string, CreateAxiosDefaults, object][] = [
    ["by default", {}, { code: "ECONNABORTED", message: "timeout of 100ms exceeded" }],
    [
      "with clarifyTimeoutError",
      { transitional: { clarifyTimeoutError: true } },
      { code: "ETIMEDOUT" },
    ],
    ["with timeoutErrorMessage", { timeoutErrorMessage: "too slow" }, { message: "too slow" }],
  ];

  test.each(settings)("P4: it ends the wait by axios's own error, %s", async (_, config, error) => {
    const refresh = gate();
    await using clients = await openTwo({ adapter: rejecting, ...config }, refresh.opened);
    const { attached } = clients;
    const [failure, patient] = [failureOf(attached.get("/", { timeout })), attached.get("/")];
    // The refresh is still held up.
    expect(await failure).toMatchObject(error);
    expect(axios.isAxiosError(await failure)).toBe(true);
    expect(inspect(await failure, { showHidden: true, depth: 9 })).not.toContain("a0");
    refresh.open();
    expect((await patient).status).toBe(200);
    expect(clients.refreshes()).toBe(1);
  });

  test("P4: it ends the wait before the first send as well, and nothing is sent", async () => {
    const refresh = gate();
    await using clients = await openTwo({ adapter: "http" }, refresh.opened);
    await clients.tokens.set({ refreshToken: "r0" });
    const failure = await failureOf(clients.attached.get("/", { timeout }));
    expect(failure).toMatchObject({ code: "ECONNABORTED", config: { url: "/" } });
    expect(clients.sends()).toBe(0);
    refresh.open();
    expect((await clients.attached.get("/")).status).toBe(200);
    expect(clients.refreshes()).toBe(1);
  });

  test("starts anew with each wait and each send", async () => {
    vi.useFakeTimers();
    const refresh = gate();
    await using clients = await openTwo({ adapter: rejecting }, refresh.opened);
    await clients.tokens.set({ accessToken: "a0", refreshToken: "r0" });
    const adapter: AxiosAdapter = async (config) => {
      await vi.advanceTimersByTimeAsync(timeout - 1);
      return rejecting(config);
    };
    const call = clients.attached.get("/", { timeout, adapter });
    while (clients.refreshes() === 0) await vi.advanceTimersByTimeAsync(0);
    await vi.advanceTimersByTimeAsync(timeout - 1);
    refresh.open();
    expect((await call).status).toBe(200);
    expect(vi.getTimerCount()).toBe(0);
  });

  test.each([0, Number.NaN, Infinity, 2 ** 31])("of %s is none", async (none) => {
    const refresh = gate();
    await using clients = await openTwo({ adapter: rejecting }, refresh.opened);
    const call = clients.attached.get("/", { timeout: none });
    await expect.poll(clients.refreshes).toBe(1);
    refresh.open();
    expect((await call).status).toBe(200);
  });

  test("takes no timer where there is nothing to wait for", async () => {
    await using clients = await openTwo({ adapter: rejecting, timeout });
    await clients.attached.get("/", { timeout: 0 });
    const setTimeout = vi.spyOn(globalThis, "setTimeout");
    expect((await clients.attached.get("/")).status).toBe(200);
    expect(setTimeout).not.toHaveBeenCalled();
  });
});
