import { expect, test, vi } from "vitest";
import { adapterView } from "../src/adapter.ts";
import { createTokenManager, memoryStore, type TokenEvent, type TokenStore } from "../src/index.ts";
import { StrictEndpoint } from "./strict-endpoint.ts";

/** A store that reports changes for as long as a manager lives, such as that of a browser. */
function watchableStore() {
  const inner = memoryStore();
  let watching = 0;
  const watch = (changed: () => void) => {
    watching++;
    const stop = inner.subscribe?.(changed);
    return () => {
      watching--;
      stop?.();
    };
  };
  const store: TokenStore = { ...inner, watch };
  return { store, watching: () => watching };
}

/** Two managers of one login, which both have the first access token. */
async function twoTabs() {
  const endpoint = new StrictEndpoint();
  const { store, watching } = watchableStore();
  const { refresh } = endpoint;
  const events: TokenEvent["type"][] = [];
  const first = createTokenManager({ refresh, store, seed: { refreshToken: "r0" } });
  const onEvent = ({ type }: TokenEvent) => events.push(type);
  const second = createTokenManager({ refresh, store, onEvent });
  const tokens = await first.get();
  await second.get();
  events.length = 0;
  return { endpoint, first, second, tokens, events, watching };
}

test("a refresh in one tab replaces the tokens in the memory of the others at once", async () => {
  const { first, second, tokens, events } = await twoTabs();
  const changed = vi.fn();
  adapterView(second).onChange(changed);
  const fresh = await first.renew(tokens);
  await vi.waitUntil(() => adapterView(second).peek()?.accessToken === fresh.accessToken);
  expect(events).toEqual(["adopted"]);
  expect(changed).toHaveBeenCalledTimes(1);
});

test("a logout in one tab ends the login of all tabs at once", async () => {
  const { first, second, events } = await twoTabs();
  await first.clear();
  await vi.waitUntil(() => adapterView(second).peek() === undefined);
  expect(events).toEqual(["reauthorization_required"]);
  await expect(second.get()).rejects.toMatchObject({ kind: "terminal" });
});

test("a new login in one tab is used by all tabs at once", async () => {
  const { first, second } = await twoTabs();
  await first.set({ accessToken: "of-the-new-login", refreshToken: "n0" });
  await vi.waitUntil(() => adapterView(second).peek()?.accessToken === "of-the-new-login");
});

test("a closed manager does not watch its store any more", async () => {
  const { first, second, watching } = await twoTabs();
  expect(watching()).toBe(2);
  await Promise.all([first.close(), second.close()]);
  expect(watching()).toBe(0);
});

test("a manager that was never used does not watch its store", () => {
  const { store, watching } = watchableStore();
  createTokenManager({ refresh: new StrictEndpoint().refresh, store });
  expect(watching()).toBe(0);
});
