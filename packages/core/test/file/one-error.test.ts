import { describe, expect, test, vi } from "vitest";
import { fileStore } from "../../src/file/index.ts";
import { createTokenManager, type TokenManager } from "../../src/index.ts";
import { StrictEndpoint } from "../strict-endpoint.ts";
import { useStoreFolder } from "./store-folder.ts";

/** Counts the file system calls, and makes one of them fail. */
const disk = vi.hoisted(() => {
  const state = { calls: [] as string[], failsAt: Infinity };
  const call = (name: string) => {
    state.calls.push(name);
    if (state.calls.length - 1 !== state.failsAt) return;
    throw Object.assign(new Error(`EIO: i/o error, ${name}`), { code: "EIO", syscall: name });
  };
  type Call = (...of: unknown[]) => unknown;
  const isCall = (value: unknown): value is Call => typeof value === "function";
  const counted = (name: string, work: Call, self: unknown): Call => {
    if (name.endsWith("Sync")) {
      return (...of) => {
        call(name);
        return Reflect.apply(work, self, of);
      };
    }
    return async (...of) => {
      // Close the file even if `close` is the call that fails, as the system does.
      if (name === "close") await Reflect.apply(work, self, of);
      call(name);
      const result = await Reflect.apply(work, self, of);
      return name === "open" ? handle(Object(result)) : result;
    };
  };
  const handle = (inner: object): object =>
    new Proxy(inner, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target);
        if (!isCall(value)) return value;
        return name === "close"
          ? value.bind(target)
          : counted(`file.${String(name)}`, value, target);
      },
    });
  const module = (inner: object, names: readonly string[]): object => {
    const calls = names.map((name) => {
      const work: unknown = Reflect.get(inner, name);
      return [name, isCall(work) ? counted(name, work, inner) : work] as const;
    });
    return { ...inner, ...Object.fromEntries(calls) };
  };
  return { state, module };
});

vi.mock("node:fs/promises", async (original) =>
  disk.module(await original<object>(), [
    ...["chmod", "link", "mkdir", "open", "readFile", "readdir", "readlink", "realpath"],
    ...["rename", "rmdir", "stat", "unlink", "utimes"],
  ]),
);
vi.mock("node:fs", async (original) =>
  disk.module(await original<object>(), ["openSync", "writeSync", "ftruncateSync", "closeSync"]),
);

const store = useStoreFolder();

function open(endpoint: StrictEndpoint): TokenManager {
  return createTokenManager({
    refresh: endpoint.refresh,
    store: fileStore(store.path),
    seed: { refreshToken: "r0" },
  });
}

/** Refreshes twice; one file system call of the second refresh fails. */
async function refreshWith(failsAt: number) {
  const endpoint = new StrictEndpoint();
  await using tokens = open(endpoint);
  const first = await tokens.get();
  disk.state.calls = [];
  disk.state.failsAt = failsAt;
  const outcome = await tokens.renew(first).then(
    () => "renewed",
    (error: unknown) => Reflect.get(Object(error), "code"),
  );
  const { calls } = disk.state;
  disk.state.failsAt = Infinity;
  return { endpoint, first, outcome, calls, next: await recovered(endpoint) };
}

/** Refreshes in the next process. It would have to wait for the lease if a claim had been left behind. */
async function recovered(endpoint: StrictEndpoint): Promise<string> {
  await using other = open(endpoint);
  const held = await other.get();
  return (await other.renew(held)).accessToken;
}

describe("P4: one disk error, at any call of a refresh,", () => {
  test("blocks no other process, and no token is spent twice", async () => {
    const { calls: all, outcome: undisturbed } = await refreshWith(Infinity);
    expect(undisturbed).toBe("renewed");
    expect(all.length).toBeGreaterThan(30);
    for (const [index, name] of all.entries()) {
      await store.clear();
      const { endpoint, outcome, next } = await refreshWith(index);
      const where = `${name}, call ${index}: ${outcome}`;
      expect(outcome, where).toMatch(/^(renewed|store_failed|not_persisted)$/);
      expect(endpoint.reuses, where).toBe(0);
      expect(next, where).toMatch(/^a\d$/);
    }
  }, 120_000);
});
