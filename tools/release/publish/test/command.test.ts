import { expect, test } from "vitest";
import { readCommand } from "../src/command.ts";

test.each([
  [[], { mode: "preview" }],
  [["1.2.3"], { mode: "preview", version: "1.2.3" }],
  [["--rehearse", "1.2.3-beta.0"], { mode: "rehearse", version: "1.2.3-beta.0" }],
  [["--commit"], { mode: "commit" }],
  [["--help"], "help"],
])("%j is understood; without a flag nothing is changed", (args, command) => {
  expect(readCommand(args)).toEqual(command);
});

test.each([
  [["--rehearse", "--commit"]],
  [["v1.2.3"]],
  [["1.2"]],
  [["1.2.3", "4.5.6"]],
  [["--publish"]],
])("%j is refused", (args) => {
  expect(() => readCommand(args)).toThrow(TypeError);
});
