import { presetNames } from "@refresh-once/end-to-end/scenario";
import { expect, it } from "vitest";
import { parseFlags } from "../src/flags.ts";

const defaults = { providers: presetNames, processes: 4, seconds: 12, lifetime: 2000 };

it("has a default for everything", () => {
  expect(parseFlags([])).toEqual({ kind: "run", settings: defaults });
});

it("reads numbers", () => {
  expect(parseFlags(["--processes", "2", "--seconds=3", "--ttl", "1.5"])).toEqual({
    kind: "run",
    settings: { ...defaults, processes: 2, seconds: 3, lifetime: 1500 },
  });
});

it("takes providers repeated and separated by commas, each once and in their order", () => {
  expect(parseFlags(["--provider", "partner,vault", "--provider", "vault"])).toEqual({
    kind: "run",
    settings: { ...defaults, providers: ["vault", "partner"] },
  });
});

it("offers help", () => {
  expect(parseFlags(["--help"])).toEqual({ kind: "help" });
});

it.each([
  [["--provider", "vaults"], /^--provider must be one of oroBank, .*, not "vaults"$/],
  [["--processes", "0"], /^--processes must be a number from 1 to 32, not "0"$/],
  [["--processes", "1.5"], /^--processes must be a whole number$/],
  [["--seconds", "soon"], /^--seconds must be a number from 1 to 3600, not "soon"$/],
  [["--ttl", "0.1"], /^--ttl must be a number from 0.5 to 3600, not "0.1"$/],
  [["--ttl"], /^Option '--ttl <value>' argument missing$/],
  [["--ttl", "-1"], /^Option '--ttl' argument is ambiguous$/],
  [["--fast"], /^Unknown option '--fast'$/],
  [["fast"], /^Unexpected argument 'fast'$/],
])("refuses %j in one line", (args, message) => {
  expect(parseFlags(args)).toEqual({ kind: "wrong", message: expect.stringMatching(message) });
});
