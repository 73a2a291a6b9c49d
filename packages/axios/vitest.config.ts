import { fileURLToPath } from "node:url";
import { mergeConfig, type UserWorkspaceConfig } from "vitest/config";
import shared from "../../vitest.shared.ts";

/** What tests import as `axios`: the oldest of the peer range, one in between, and the newest. */
const versions = {
  "axios-oldest": import.meta.resolve("axios-oldest"),
  "axios-1.13": import.meta.resolve("axios-1.13"),
  axios: import.meta.resolve("axios"),
};

function projectOf([name, url]: [string, string]): UserWorkspaceConfig & { extends: true } {
  return {
    extends: true,
    resolve: { alias: [{ find: /^axios$/, replacement: fileURLToPath(url) }] },
    test: { name },
  };
}

export default mergeConfig(shared, {
  // More files at once than there are processors: many wait for timeouts and deadlines.
  test: { projects: Object.entries(versions).map(projectOf), maxWorkers: 2 },
});
