import { fileURLToPath } from "node:url";
import { mergeConfig, type UserWorkspaceConfig } from "vitest/config";
import shared from "../../vitest.shared.ts";

/** What tests import as `axios`: the oldest of the peer range, one in between, and the newest. */
const versions = {
  "axios-oldest": import.meta.resolve("axios-oldest"),
  "axios-1.13": import.meta.resolve("axios-1.13"),
  axios: import.meta.resolve("axios"),
};

/**
 * What depends on nothing that differs between versions of axios: the checks of arguments, units, the fuzzer of URLs
 * (`absolute-urls` tests every version), and plugins, which are tested beside the newest axios.
 */
const newestOnly = [
  "test/beside-*.test.ts",
  "test/fuzz-origins.test.ts",
  "test/replace-authorization.test.ts",
  "test/token-guard.test.ts",
  "test/wrong-calls.test.ts",
];

/**
 * What the version in between runs only in the long form, `TESTS=full`: what differs between the oldest and the newest
 * is found on those two. The oldest has no fetch adapter.
 */
const inBetween = ["test/suite-*.test.ts", "test/instances.test.ts"];
const isFull = process.env.TESTS === "full";

function projectOf([name, url]: [string, string]): UserWorkspaceConfig & { extends: true } {
  const isShort = name === "axios-1.13" && !isFull;
  return {
    extends: true,
    resolve: { alias: [{ find: /^axios$/, replacement: fileURLToPath(url) }] },
    test: {
      name,
      ...(name !== "axios" && { exclude: [...newestOnly, ...(isShort ? inBetween : [])] }),
    },
  };
}

export default mergeConfig(shared, {
  // Each worker loads all modules anew, for each version. That takes longer than the waits of the tests.
  test: { projects: Object.entries(versions).map(projectOf), maxWorkers: 1 },
});
