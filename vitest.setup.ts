import { afterAll, vi } from "vitest";

/** As for `expect.poll` in vitest.shared.ts, which has no setting for these two; ms. */
const timeout = 300_000;

const { waitFor, waitUntil } = vi;
vi.waitFor = (callback, options) => waitFor(callback, patient(options));
vi.waitUntil = (callback, options) => waitUntil(callback, patient(options));

function patient<Options extends object>(options: number | Options = timeout) {
  return typeof options === "number" ? options : { timeout, ...options };
}

// The files of a package run in one process, and a clock that stands still would let the next one wait for ever.
const real = { setTimeout, Date };
afterAll(() => {
  vi.restoreAllMocks();
  if (globalThis.setTimeout !== real.setTimeout || globalThis.Date !== real.Date) {
    throw new Error("this file leaves a faked clock behind");
  }
});
