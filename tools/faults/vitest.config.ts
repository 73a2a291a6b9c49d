import { mergeConfig } from "vitest/config";
import shared from "../../vitest.shared.ts";

/** More files at once than there are processors: many wait for leases to end. */
export default mergeConfig(shared, { test: { maxWorkers: 3, maxConcurrency: 16 } });
