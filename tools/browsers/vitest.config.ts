import { mergeConfig } from "vitest/config";
import shared from "../../vitest.shared.ts";

/** One file after the other: each starts browsers, which need both cores. */
export default mergeConfig(shared, { test: { fileParallelism: false } });
