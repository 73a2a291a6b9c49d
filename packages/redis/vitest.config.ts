import { fileURLToPath } from "node:url";
import { mergeConfig } from "vitest/config";
import shared from "../../vitest.shared.ts";

const oldest = fileURLToPath(import.meta.resolve("ioredis-oldest"));

/** What is held of a store over a client of each library, also over the oldest ioredis of the peer range. */
const overAnyClient = ["suite", "subscribe", "cut-connections", "damaged", "refused-commit"];

export default mergeConfig(shared, {
  test: {
    projects: [
      { extends: true, test: { name: "redis" } },
      {
        extends: true,
        resolve: { alias: [{ find: /^ioredis$/, replacement: oldest }] },
        test: {
          name: "ioredis-oldest",
          include: overAnyClient.map((name) => `test/${name}.test.ts`),
        },
      },
    ],
  },
});
