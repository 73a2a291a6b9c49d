import { mergeConfig } from "vitest/config";
import shared from "../../vitest.shared.ts";

export default mergeConfig(shared, {
  test: { globalSetup: ["test/running/bundles.ts"], maxWorkers: 2 },
});
