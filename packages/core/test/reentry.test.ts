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

describe("P4: a refresh function that calls its own manager does not wait for itself", () => {
  test.each<[string, (self: TokenManager) => Promise<unknown>]>([
    ["get()", (self) => self.get()],
    ["renew()", (self) => self.renew({ accessToken: "" })],
    ["set()", (self) => self.set({ accessToken: "x" })],
    ["clear()", (self) => self.clear()],
    ["its disposal", async (self) => self[Symbol.asyncDispose]()],
  ])("by %s, at once", async (_, call) => {
    await expect(selfish(call).get()).rejects.toMatchObject(reentrant);
  });

  test("by get(), after an await", async () => {
    const tokens = selfish(async (self) => {
      await new Promise((resolve) => setImmediate(resolve));
      await self.get();
    });
    await expect(tokens.get()).rejects.toMatchObject(reentrant);
  });

  test("by get(), inside the refresh function of another manager", async () => {
    const tokens = selfish(async (self) => {
      await selfish(() => self.get()).get();
    });
    await expect(tokens.get()).rejects.toMatchObject(reentrant);
  });

  test("nor does a seed or a revoke function", async () => {
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

  test("and nothing is lost: a refresh function that catches the error succeeds", async () => {
    const tokens = selfish((self) => self.get().catch(() => {}));
    expect((await tokens.get()).accessToken).toBe("a1");
  });

  test("but other callers wait for the refresh, and calls of other managers succeed", async () => {
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

  test("even if those refresh at the same time", async () => {
    const slow = gate();
    const other = selfish(() => slow.passed);
    const tokens = selfish(async () => {
      await new Promise((resolve) => setImmediate(resolve));
      slow.open();
      await other.get();
    });
    expect(await Promise.all([other.get(), tokens.get()])).toHaveLength(2);
  });

  test("and so do calls by work that continues after the refresh function", async () => {
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

describe("without AsyncLocalStorage", () => {
  test("a call before the first await is still detected", async ({ onTestFinished }) => {
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

describe("with an AsyncLocalStorage that cannot be disabled, as in workerd", () => {
  test("a refresh succeeds, and a reentrant call is rejected", async ({ onTestFinished }) => {
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
