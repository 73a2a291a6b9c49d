import { defineConfig } from "vitest/config";

const conditions = ["@refresh-once/source", "node"];

/** Shared by every workspace: tests run on the sources of the packages, no build is needed. */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ["test/**/*.test.ts"],
    restoreMocks: true,
    testTimeout: 20_000,
    // Those that are marked so wait for leases, for the most part.
    maxConcurrency: 12,
  },
});
