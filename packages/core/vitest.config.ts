import { mergeConfig } from "vitest/config";
import shared from "../../vitest.shared.ts";

/** Some files replace modules, and some stop all clocks: each gets modules of its own. */
export default mergeConfig(shared, { test: { isolate: true } });
