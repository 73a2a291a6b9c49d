import { expect, it } from "vitest";
import { parseHerdSettings } from "../src/herd/herd-mode.ts";
import { parseSettings } from "../src/kills/soak-mode.ts";
import { parseOutageSettings } from "../src/outages/outages-mode.ts";

it("has a default for everything, and another seed each time", () => {
  const [one, other] = [parseSettings([]), parseSettings([])];
  const defaults = {
    minutes: 10,
    processes: 8,
    longestPause: 160,
    kills: true,
    dpop: false,
    lifetime: 2,
  };
  expect(one).toEqual({ ...defaults, seed: expect.any(Number) });
  expect(one.seed).not.toBe(other.seed);
});

it("reads what it is given", () => {
  const args = [
    "--minutes",
    "0.5",
    "--processes=2",
    "--seed",
    "7",
    "--ttl",
    "5",
    "--dpop",
    "--no-kills",
  ];
  const settings = { minutes: 0.5, processes: 2, kills: false, dpop: true, seed: 7, lifetime: 5 };
  expect(parseSettings(args)).toEqual({ ...settings, longestPause: 160 });
});

it.each([
  [["--minutes", "0"], /^--minutes must be a number from 0.1 to 10080, not "0"$/],
  [["--minutes", "ten"], /^--minutes must be a number from 0.1 to 10080, not "ten"$/],
  [["--processes", "33"], /^--processes must be a number from 1 to 32, not "33"$/],
  [["--seed", "1.5"], /^--seed must be a whole number$/],
  [["--kills"], /^Unknown option '--kills'/],
])("refuses %j", (args, message) => {
  expect(() => parseSettings(args)).toThrow(message);
});

it("has each kind of outage once by default", () => {
  expect(parseOutageSettings([])).toMatchObject({
    outages: 6,
    processes: 4,
    accounts: 3,
    longestPause: 300,
  });
  expect(parseOutageSettings(["--minutes", "2.5"])).toMatchObject({ outages: 2 });
  const wrong = () => parseOutageSettings(["--minutes", "0.5"]);
  expect(wrong).toThrow(/^--minutes must be a number from 1 to 10080, not "0.5"$/);
});

it("has a herd of 4,000 accounts by default, with the options of core", () => {
  const { concurrency, ...settings } = parseHerdSettings([]);
  const defaults = { accounts: 4_000, processes: 2, rate: 200, store: "redis", isPooled: false };
  expect(settings).toMatchObject(defaults);
  expect(concurrency).toBeUndefined();
  expect(parseHerdSettings(["--no-limit"])).toMatchObject({ concurrency: 1e9 });
  const wrong = () => parseHerdSettings(["--store", "memory"]);
  expect(wrong).toThrow(/^--store must be redis, postgres or file, not "memory"$/);
});
