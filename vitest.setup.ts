import { vi } from "vitest";

/** As for `expect.poll` in vitest.shared.ts, which has no setting for these two; ms. */
const timeout = 300_000;

const { waitFor, waitUntil } = vi;
vi.waitFor = (callback, options) => waitFor(callback, patient(options));
vi.waitUntil = (callback, options) => waitUntil(callback, patient(options));

function patient<Options extends object>(options: number | Options = timeout) {
  return typeof options === "number" ? options : { timeout, ...options };
}
