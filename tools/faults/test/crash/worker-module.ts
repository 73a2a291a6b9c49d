import { chmod } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type Bundle, bundle } from "@refresh-once/processes";
import { afterAll, beforeAll } from "vitest";

/** The worker in one file, which every user may read. */
export function useWorker(): { readonly module: URL } {
  let bundled: Bundle | undefined;
  beforeAll(async () => {
    bundled = await bundle(new URL("../../src/crash/worker.ts", import.meta.url));
    await chmod(fileURLToPath(new URL(".", bundled.module)), 0o755);
  });
  afterAll(() => bundled?.[Symbol.asyncDispose]());
  return {
    get module() {
      if (!bundled) throw new Error("the worker is not bundled yet");
      return bundled.module;
    },
  };
}
