import { describe, expect, test } from "vitest";
import { readCommand } from "../src/command.ts";
import { subjectNames } from "../src/subjects.ts";

describe("npm run bench", () => {
  test("without a subject measures all of them", () => {
    const all = { names: subjectNames, isQuick: false, isWritten: true, flags: [] };
    expect(readCommand(["--write"])).toEqual(all);
  });

  test("with a subject measures that one", () => {
    const one = { names: ["storms"], isQuick: true, isWritten: false, flags: [] };
    expect(readCommand(["storms", "--quick"])).toEqual(one);
  });

  test("leaves a subject's own flags to it", () => {
    expect(readCommand(["contention", "--accounts", "5"])).toMatchObject({
      flags: ["--accounts", "5"],
    });
  });

  test.each([
    [["storm"], 'unknown subject "storm"'],
    [["toString"], 'unknown subject "toString"'],
    [["storms", "--fast"], 'unknown flag "--fast"'],
    [["storms", "--write"], "--write is for a run of all subjects"],
  ])("says what it does not understand of %j", (args, message) => {
    expect(() => readCommand(args)).toThrow(message);
  });
});
