import { mergeConfig } from "vitest/config";
import shared from "../../vitest.shared.ts";

/** More files at once than there are processors: they wait for outages and for tokens to expire. */
export default mergeConfig(shared, { test: { maxWorkers: 2 } });
