import { createTokenManager } from "@refresh-once/core";
import { expect, test, vi } from "vitest";
import { browserStore, deviceKey, remoteTokens, serveTokens } from "../src/index.ts";

const refresh = async () => ({ accessToken: "a" });

test("a module with a browser's store can be loaded where pages are rendered on a server", async () => {
  const tokens = createTokenManager({ refresh, store: browserStore({ key: "session" }) });
  await expect(tokens.get()).rejects.toMatchObject({
    code: "store_failed",
    message: expect.stringContaining("IndexedDB does not exist here"),
  });
});

test("a key of the browser can be named where pages are rendered, but not used", async () => {
  await expect(deviceKey({ name: "session" })()).rejects.toMatchObject({
    code: "store_failed",
    message: expect.stringContaining("IndexedDB does not exist here"),
  });
});

test("without a worker, the fallback is used, and the page is told", async () => {
  const events: unknown[] = [];
  const tokens = remoteTokens(() => null, {
    fallback: () => createTokenManager({ refresh }),
    onEvent: (event) => events.push(event),
  });
  await expect(tokens.get()).resolves.toEqual({ accessToken: "a" });
  expect(events).toEqual([{ type: "worker_unavailable", reason: "there is none" }]);
});

test("P4: a worker that never starts is waited for ten seconds, then the fallback is used", async () => {
  vi.useFakeTimers();
  const events: unknown[] = [];
  const tokens = remoteTokens(() => new Promise(() => {}), {
    fallback: () => createTokenManager({ refresh }),
    onEvent: (event) => events.push(event),
  });
  const got = tokens.get();
  await vi.advanceTimersByTimeAsync(10_000);
  vi.useRealTimers();
  await expect(got).resolves.toEqual({ accessToken: "a" });
  expect(events).toEqual([{ type: "worker_unavailable", reason: "it does not start" }]);
});

test("without a worker and a fallback, the error says what to do", async () => {
  const tokens = remoteTokens(() => {
    throw new ReferenceError("SharedWorker is not defined");
  });
  await expect(tokens.get()).rejects.toMatchObject({
    code: "unavailable",
    message: expect.stringMatching(/SharedWorker is not defined.*set "fallback"/),
  });
});

test("the refresh token does not reach the page, not even from the fallback", async () => {
  const seed = { accessToken: "a", refreshToken: "r", extra: { copy: "r" } };
  const tokens = remoteTokens(() => null, {
    fallback: () => createTokenManager({ refresh, seed }),
  });
  expect(JSON.stringify(await tokens.get())).toBe('{"accessToken":"a"}');
});

const wrong: readonly (readonly [string, () => unknown, string])[] = [
  ["browserStore", () => browserStore({ key: "" }), '"key" must be a non-empty string'],
  ["browserStore", () => browserStore({ key: "a\ud800" }), '"key" must be a non-empty string'],
  ["deviceKey", () => deviceKey({ name: "" }), '"name" must be a non-empty string'],
  // @ts-expect-error: it takes a function
  ["remoteTokens", () => remoteTokens({}), '"connect" must be a function'],
  // @ts-expect-error: the option is misspelt
  ["remoteTokens", () => remoteTokens(() => null, { fallBack: refresh }), 'mean "fallback"?'],
  // @ts-expect-error: it takes a token manager
  ["serveTokens", () => serveTokens({}), '"tokens" must be a token manager'],
];

test.each(wrong)("a wrong call of %s is a TypeError that names the option", (name, call, text) => {
  expect(call).toThrow(TypeError);
  expect(call).toThrow(new RegExp(`^${name}: `));
  expect(call).toThrow(text);
});
