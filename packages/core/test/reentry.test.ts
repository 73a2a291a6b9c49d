import { AsyncLocalStorage } from "node:async_hooks";
import { describe, expect, test, vi } from "vitest";
import {
  createTokenManager,
  type RefreshFunction,
  type TokenManager,
  type TokenManagerOptions,
} from "../src/index.ts";
import { gate } from "./strict-endpoint.ts";

const seed = { refreshToken: "r0" };
const reentrant = { name: "TokenError", code: "reentrant", kind: "misuse" };

/** A manager whose refresh function may call it. */
function selfish(
  refresh: (self: TokenManager, ...of: Parameters<RefreshFunction>) => Promise<unknown>,
  options: Partial<TokenManagerOptions> = {},
): TokenManager {
  const tokens: TokenManager = createTokenManager({
    refresh: async (current, context) => {
      await refresh(tokens, current, context);
      return { accessToken: "a1", refreshToken: "r1" };
    },
    seed,
    ...options,
  });
  return tokens;
}

describe("P4: who calls back into its own manager does not wait for itself", () => {
  test.each<[string, (self: TokenManager) => Promise<unknown>]>([
    ["get()", (self) => self.get()],
    ["renew()", (self) => self.renew({ accessToken: "" })],
    ["set()", (self) => self.set({ accessToken: "x" })],
    ["clear()", (self) => self.clear()],
    ["the end of it", async (self) => self[Symbol.asyncDispose]()],
  ])("by %s, at once", async (_, call) => {
    await expect(selfish(call).get()).rejects.toMatchObject(reentrant);
  });

  test("by get(), after others have had their turn", async () => {
    const tokens = selfish(async (self) => {
      await new Promise((resolve) => setImmediate(resolve));
      await self.get();
    });
    await expect(tokens.get()).rejects.toMatchObject(reentrant);
  });

  test("by get(), out of another manager's refresh function", async () => {
    const tokens = selfish(async (self) => {
      await selfish(() => self.get()).get();
    });
    await expect(tokens.get()).rejects.toMatchObject(reentrant);
  });

  test("in its seed, or in its revocation", async () => {
    const seeded: TokenManager = createTokenManager({
      refresh: async () => ({ accessToken: "a1" }),
      seed: () => seeded.get(),
    });
    await expect(seeded.get()).rejects.toMatchObject(reentrant);
    const revoked: TokenManager = createTokenManager({
      refresh: async () => ({ accessToken: "a1" }),
      seed,
      revoke: () => revoked.clear(),
    });
    await expect(revoked.revoke()).rejects.toMatchObject(reentrant);
  });

  test("and nothing is lost by it: a refresh function that gets over it succeeds", async () => {
    const tokens = selfish((self) => self.get().catch(() => {}));
    expect((await tokens.get()).accessToken).toBe("a1");
  });

  test("but other callers meanwhile wait for the refresh, and other managers are nobody's self", async () => {
    const slow = gate();
    const other = createTokenManager({ refresh: async () => ({ accessToken: "b1" }) });
    const tokens = selfish(async () => {
      await other.get();
      await slow.passed;
    });
    const all = Promise.all([tokens.get(), tokens.get()]);
    slow.open();
    expect(await all).toHaveLength(2);
  });

  test("nor are those that refresh at the same time", async () => {
    const slow = gate();
    const other = selfish(() => slow.passed);
    const tokens = selfish(async () => {
      await new Promise((resolve) => setImmediate(resolve));
      slow.open();
      await other.get();
    });
    expect(await Promise.all([other.get(), tokens.get()])).toHaveLength(2);
  });

  test("nor is work that the refresh function has left running when it was done", async () => {
    let later: Promise<unknown> | undefined;
    const first = gate();
    const tokens = selfish(async (self) => {
      later ??= first.passed.then(() => self.renew({ accessToken: "a1" }));
    });
    await tokens.get();
    first.open();
    expect(await later).toMatchObject({ accessToken: "a1" });
  });
});

describe("where there is no AsyncLocalStorage", () => {
  test("a call before the first await is known all the same", async ({ onTestFinished }) => {
    const { getBuiltinModule } = process;
    Reflect.set(process, "getBuiltinModule", undefined);
    onTestFinished(() => void Reflect.set(process, "getBuiltinModule", getBuiltinModule));
    vi.resetModules();
    const inBrowser = await import("../src/index.ts");
    const tokens: TokenManager = inBrowser.createTokenManager({
      refresh: () => tokens.get(),
      seed,
    });
    await expect(tokens.get()).rejects.toMatchObject(reentrant);
  });
});

describe("where AsyncLocalStorage cannot be switched off, as in workerd", () => {
  test("a refresh succeeds, and who calls back is told", async ({ onTestFinished }) => {
    const { getBuiltinModule } = process;
    const modules = { AsyncLocalStorage: Undisabled };
    Reflect.set(process, "getBuiltinModule", () => modules);
    onTestFinished(() => void Reflect.set(process, "getBuiltinModule", getBuiltinModule));
    vi.resetModules();
    const { createTokenManager } = await import("../src/index.ts");
    const tokens: TokenManager = createTokenManager({
      refresh: async () => {
        await new Promise((resolve) => setImmediate(resolve));
        await expect(tokens.get()).rejects.toMatchObject(reentrant);
        return { accessToken: "a1" };
      },
      seed,
    });
    expect(await tokens.get()).toMatchObject({ accessToken: "a1" });
  });
});

class Undisabled<Store> extends AsyncLocalStorage<Store> {
  override disable(): void {
    throw new Error("asyncLocalStorage.disable() is not implemented");
  }
}
