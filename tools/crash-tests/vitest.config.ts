import { mergeConfig } from "vitest/config";
import shared from "../../vitest.shared.ts";

/** One file after the other: they measure time, and start many processes. */
export default mergeConfig(shared, { test: { fileParallelism: false, maxConcurrency: 16 } });
