import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const conditions = ["@refresh-once/source", "node"];

/**
 * Ends a test that hangs, and no other: no test may depend on how fast the machine is. It is longer
 * than any test takes on one core that another program keeps busy; ms.
 */
const safetyNet = 1_800_000;

/** Shared by every workspace: tests run on the sources of the packages, no build is needed. */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ["test/**/*.test.ts"],
    setupFiles: [fileURLToPath(new URL("vitest.setup.ts", import.meta.url))],
    restoreMocks: true,
    // Loading the same modules anew for each file takes longer than most files do. A package whose tests
    // replace modules (`vi.mock`) needs `isolate: true`.
    isolate: false,
    testTimeout: safetyNet,
    hookTimeout: safetyNet,
    // Shorter than the limit of a test, so that a failure says which condition was not met.
    expect: { poll: { timeout: safetyNet / 6, interval: 20 } },
    // Most tests that are marked as concurrent wait for leases and deadlines.
    maxConcurrency: 12,
  },
});
