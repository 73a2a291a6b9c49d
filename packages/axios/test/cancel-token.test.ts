import axios from "axios";
import { describe, expect, test, vi } from "vitest";
import { gate } from "./gate.ts";
import { adapters, failureOf, openTwo } from "./two-clients.ts";

describe.each(adapters)("axios's old CancelToken on the %s adapter", (adapter) => {
  test("P4: ends the wait for a refresh at once, and nobody else's", async () => {
    const refresh = gate();
    await using clients = await openTwo({ adapter }, refresh.opened);
    const { token, cancel } = axios.CancelToken.source();
    const others = Promise.all([clients.attached.get("/"), clients.attached.get("/")]);
    const call = failureOf(clients.attached.get("/", { cancelToken: token }));
    await expect.poll(() => clients.resource.received.length).toBe(3);
    await expect.poll(clients.refreshes).toBe(1);
    cancel("I have changed my mind");
    const failure = await call;
    expect(axios.isCancel(failure)).toBe(true);
    expect(failure).toHaveProperty("message", "I have changed my mind");
    refresh.open();
    expect((await others).map(({ status }) => status)).toEqual([200, 200]);
    expect(clients.sends()).toBe(5);
    expect(clients.refreshes()).toBe(1);
  });

  test("ends the second sending, as a bare client's", async () => {
    await using clients = await openTwo({ adapter });
    const { attached, bare, resource } = clients;
    const { token, cancel } = axios.CancelToken.source();
    resource.answer(({ headers }) =>
      headers.authorization === "Bearer a0" ? undefined : new Promise(() => {}),
    );
    const calls = [attached, bare].map((api) => failureOf(api.get("/", { cancelToken: token })));
    await expect.poll(() => resource.received.length).toBe(3);
    cancel("enough");
    const [ours, theirs] = await Promise.all(calls);
    expect(axios.isCancel(ours)).toBe(true);
    expect(ours).toHaveProperty("message", "enough");
    expect(theirs).toHaveProperty("message", "enough");
  });

  test("that was cancelled before has nothing sent", async () => {
    await using clients = await openTwo({ adapter });
    const { token, cancel } = axios.CancelToken.source();
    cancel("too late");
    const failure = await failureOf(clients.attached.get("/", { cancelToken: token }));
    expect(failure).toHaveProperty("message", "too late");
    expect(clients.sends()).toBe(0);
    expect(clients.refreshes()).toBe(0);
  });

  test("that is shared by many calls keeps none of them", async () => {
    await using clients = await openTwo({ adapter, timeout: 60_000 });
    const { token } = axios.CancelToken.source();
    const abort = new AbortController();
    const added = vi.spyOn(abort.signal, "addEventListener");
    const removed = vi.spyOn(abort.signal, "removeEventListener");
    const subscribed = vi.spyOn(token, "subscribe");
    const unsubscribed = vi.spyOn(token, "unsubscribe");
    const config = { cancelToken: token, signal: abort.signal };
    for (let call = 0; call < 5; call++) {
      await clients.tokens.set({ accessToken: `old${call}`, refreshToken: "r" });
      await clients.attached.get("/", config);
    }
    await clients.tokens.clear();
    await failureOf(clients.attached.get("/", config));
    const listenersOf = (spy: typeof subscribed | typeof unsubscribed) =>
      new Set(spy.mock.calls.map(([listener]) => listener));
    expect(subscribed.mock.calls.length).toBeGreaterThan(5);
    await expect.poll(() => listenersOf(unsubscribed)).toEqual(listenersOf(subscribed));
    const abortsOf = (spy: typeof added | typeof removed) =>
      new Set(spy.mock.calls.map(([, listener]) => listener));
    await expect.poll(() => abortsOf(removed)).toEqual(abortsOf(added));
  });

  test("a signal beside it counts as well", async () => {
    const refresh = gate();
    await using clients = await openTwo({ adapter }, refresh.opened);
    const { token } = axios.CancelToken.source();
    const abort = new AbortController();
    const config = { cancelToken: token, signal: abort.signal };
    const call = failureOf(clients.attached.get("/", config));
    await expect.poll(clients.refreshes).toBe(1);
    abort.abort();
    expect(axios.isCancel(await call)).toBe(true);
    refresh.open();
    expect(clients.sends()).toBe(1);
  });
});
