import { expect, test } from "vitest";
import { installedBy } from "../src/quick-start/page.ts";

test("A page installs what its first npm install names, without flags", () => {
  const page =
    "# x\n```sh\nnpm install --save-dev @refresh-once/redis redis\n```\nnpm install pg\n";
  expect(installedBy(page)).toEqual({
    siblings: ["@refresh-once/redis"],
    thirdParties: ["redis"],
  });
});

test("What a comment offers to choose from is installed, too", () => {
  const page = "npm install @refresh-once/axios   # or /openapi-fetch, or /fetch\n";
  expect(installedBy(page).siblings).toEqual([
    "@refresh-once/axios",
    "@refresh-once/openapi-fetch",
    "@refresh-once/fetch",
  ]);
});

test("A page that installs nothing has nothing", () => {
  expect(installedBy("# x\n")).toEqual({ siblings: [], thirdParties: [] });
});
