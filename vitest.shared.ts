import { fileURLToPath } from "node:url";
import { defineConfig, type TestProjectConfiguration, type ViteUserConfig } from "vitest/config";

/**
 * Under Nx, tests import the built packages, because a bundle loads much faster than its sources. Vitest without Nx
 * imports the sources, so that no build is needed. The tests of core always do.
 */
const { NX_TASK_TARGET_PROJECT: project } = process.env;
const isBuilt = project !== undefined && project !== "@refresh-once/core";
const conditions = isBuilt ? ["node"] : ["@refresh-once/source", "node"];

/**
 * Ends a test that hangs, and no other: no test may depend on how fast the machine is. It is longer
 * than any test takes on one core that another program keeps busy; ms.
 */
const safetyNet = 1_800_000;

/** The files with tests of a workspace. */
export const include = ["test/**/*.test.ts"];

/** Shared by every workspace. */
const shared: ViteUserConfig = defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include,
    server: { deps: { external: [/\/packages\/[^/]+\/dist\//] } },
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

export default shared;

/** The same for a workspace whose tests run in several projects, each of which names its files. */
export function inProjects(projects: TestProjectConfiguration[]): ViteUserConfig {
  // A project that extends this would have these files beside its own.
  const { include: _, ...test } = shared.test ?? {};
  return defineConfig({ ...shared, test: { ...test, projects } });
}
