import { mergeConfig } from "vitest/config";
import shared from "../../vitest.shared.ts";

export default mergeConfig(shared, { test: { maxWorkers: 2, maxConcurrency: 16 } });
