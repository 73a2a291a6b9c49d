import { runInNewContext } from "node:vm";
import { expect, test, vi } from "vitest";
import { fileStore } from "../../src/file/index.ts";
import { record, useStoreFolder } from "./store-folder.ts";

const { foreign } = vi.hoisted(() => ({
  /** The error of a system call as modules loaded by Jest see it: its class belongs to another realm. */
  foreign(error: object): object {
    return runInNewContext("Object.assign(new Error(message), fields)", {
      message: Reflect.get(error, "message"),
      fields: { ...error },
    });
  },
}));

vi.mock("node:fs/promises", async (original) => {
  const inner = await original<object>();
  const calls = Object.entries(inner).map(([name, work]) => {
    if (typeof work !== "function") return [name, work] as const;
    const call = (...of: unknown[]) =>
      Promise.resolve(Reflect.apply(work, inner, of)).catch((error: object) => {
        throw foreign(error);
      });
    return [name, call] as const;
  });
  return Object.fromEntries(calls);
});

const store = useStoreFolder();

test("the file store works in a test runner that replaces the Error class, such as Jest", async () => {
  expect(await fileStore(store.path).read()).toBeUndefined();
  const claim = await fileStore(store.path).claim(0, { duration: 15_000 });
  expect(await fileStore(store.path).claim(0, { duration: 15_000 })).toBeUndefined();
  expect(await claim?.commit(record(1))).toBe(true);
  expect(await fileStore(store.path).read()).toEqual(record(1));
});
