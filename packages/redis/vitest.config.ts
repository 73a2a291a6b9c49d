import { fileURLToPath } from "node:url";
import { include, inProjects } from "../../vitest.shared.ts";

/** Runs with older versions only in the long form, `TESTS=full`. */
const overOldInFull = process.env.TESTS === "full" ? ["suite", "damaged"] : [];

/** What is held of a store over a client of each library, also over older versions of the peer ranges. */
const overAnyClient = [
  ...overOldInFull,
  "subscribe",
  "cut-connections",
  "refused-commit",
  "script",
];

/**
 * Runs these tests with another version of a client library, which is installed by another name.
 *
 * @param tested by its name in test/clients.ts
 */
function withVersion(tested: string, library: string, installedAs: string, url: string) {
  const replacement = fileURLToPath(url);
  return {
    extends: true,
    resolve: { alias: [{ find: new RegExp(`^${library}$`), replacement }] },
    test: {
      name: installedAs,
      include: overAnyClient.map((name) => `test/${name}.test.ts`),
      env: { TESTED_LIBRARY: tested },
    },
  } as const;
}

export default inProjects([
  { extends: true, test: { name: "redis", include } },
  withVersion("ioredis", "ioredis", "ioredis-oldest", import.meta.resolve("ioredis-oldest")),
  withVersion("node-redis", "redis", "redis-5", import.meta.resolve("redis-5")),
]);
