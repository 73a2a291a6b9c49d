import { include, inProjects } from "../../vitest.shared.ts";

/** Files that replace modules, or need a process in which nothing is loaded yet. Each gets a process of its own. */
const alone = [
  "test/reentry.test.ts",
  "test/file/{another-realm,folder-syncs,lock-library,many-accounts,one-error,places}.test.ts",
];

/** A file store tidies up after its calls have returned, which a clock that another file fakes must not see. */
const file = ["test/file/*.test.ts"];

export default inProjects([
  { extends: true, test: { name: "core", include, exclude: [...alone, ...file] } },
  { extends: true, test: { name: "file", include: file, exclude: alone } },
  { extends: true, test: { name: "alone", include: alone, isolate: true } },
]);
