import { expect, test } from "vitest";
import { fileStore } from "../../src/file/index.ts";
import { useStoreFolder } from "./store-folder.ts";

const store = useStoreFolder();

/** What signal-exit, a dependency of proper-lockfile, replaces. */
function replaced(): unknown[] {
  return [process.emit, Reflect.get(process, "reallyExit"), process.listenerCount("SIGTERM")];
}

test("no function of Node.js is replaced, and no signal handled, before the first claim; and then after the program's own handlers were added, before they are called", async () => {
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
    // Called last: when it is gone, the other one has seen that the program handles the signal.
    expect(listeners.at(-1)).toBe(own);
  } finally {
    process.off("SIGTERM", own);
  }
});
