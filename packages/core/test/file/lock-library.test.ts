import { expect, test } from "vitest";
import { fileStore } from "../../src/file/index.ts";
import { useStoreFolder } from "./store-folder.ts";

const store = useStoreFolder();

/** The functions that signal-exit, a dependency of proper-lockfile, replaces. */
function replaced(): unknown[] {
  return [process.emit, Reflect.get(process, "reallyExit"), process.listenerCount("SIGTERM")];
}

test("proper-lockfile is loaded at the first claim, and its signal handlers run before the program's own", async () => {
  const own = () => {};
  process.once("SIGTERM", own);
  try {
    const before = replaced();
    expect(await fileStore(store.path).read()).toBeUndefined();
    expect(replaced()).toEqual(before);
    await store.claim(0);
    expect(replaced()).not.toEqual(before);
    const listeners = process.listeners("SIGTERM");
    expect(listeners.length).toBeGreaterThan(1);
    // `once` removes this handler before it runs. The library's handler must have seen it before that.
    expect(listeners.at(-1)).toBe(own);
  } finally {
    process.off("SIGTERM", own);
  }
});
