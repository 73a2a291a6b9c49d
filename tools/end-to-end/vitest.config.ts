import { mergeConfig } from "vitest/config";
import shared from "../../vitest.shared.ts";

/** More files at once than there are processors: many wait for processes, back-off and deadlines. */
export default mergeConfig(shared, { test: { maxWorkers: 2 } });
