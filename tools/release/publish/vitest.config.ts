import { mergeConfig } from "vitest/config";
import shared from "../../../vitest.shared.ts";

/** One file after the other: some measure time, and some start many processes. */
export default mergeConfig(shared, { test: { fileParallelism: false } });
