import { mergeConfig } from "vitest/config";
import shared from "../../vitest.shared.ts";

/**
 * One process for all files: oidc-provider and the sources of core take longer to load than most files take to
 * run. The tests of a file that wait run at the same time.
 */
export default mergeConfig(shared, { test: { maxWorkers: 1 } });
