import { mergeConfig } from "vitest/config";
import shared from "../../vitest.shared.ts";

/** Both databases at once: most of the time is spent waiting for leases to end. */
export default mergeConfig(shared, { test: { maxWorkers: 2 } });
