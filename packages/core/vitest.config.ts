import { defineConfig } from "vitest/config";
import shared from "../../vitest.shared.ts";

/** Files that replace modules, or need a process in which nothing is loaded yet. Each gets a process of its own. */
const alone = [
  "test/reentry.test.ts",
  "test/file/{another-realm,folder-syncs,lock-library,many-accounts,one-error,places}.test.ts",
];

// A project that extends this would have these files beside its own.
const { include = [], ...test } = shared.test ?? {};

export default defineConfig({
  ...shared,
  test: {
    ...test,
    projects: [
      { extends: true, test: { name: "core", include, exclude: alone } },
      { extends: true, test: { name: "alone", include: alone, isolate: true } },
    ],
  },
});
