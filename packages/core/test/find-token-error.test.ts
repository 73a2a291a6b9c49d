import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { findTokenError, TokenError } from "../src/index.ts";

const dead = new TokenError("invalid_grant", "The login has ended.");

function wrapped(cause: unknown, times: number): unknown {
  return times === 0 ? cause : new Error("wrapped", { cause: wrapped(cause, times - 1) });
}

describe("findTokenError finds the TokenError", () => {
  test.each<[string, unknown]>([
    ["that was thrown itself", dead],
    ["in the cause of another library's error", wrapped(dead, 1)],
    ["at the end of ten causes", wrapped(dead, 10)],
    ["among the errors of an AggregateError", new AggregateError([new Error("x"), dead])],
    ["in the cause of one of them", wrapped(new AggregateError([7, wrapped(dead, 2)]), 2)],
    ["in an object that is not an Error", { cause: dead }],
  ])("%s", (_, error) => {
    expect(findTokenError(error)).toBe(dead);
  });

  test("that is the outermost one", () => {
    const outer = new TokenError("unavailable", "Try later.", { cause: dead });
    expect(findTokenError(wrapped(outer, 1))).toBe(outer);
  });

  test("that another copy of this package made", () => {
    const copy = Object.assign(new Error("dead"), { code: "invalid_grant", kind: "terminal" });
    Object.defineProperty(copy, Symbol.for("@refresh-once/TokenError"), { value: true });
    expect(findTokenError(wrapped(copy, 1))).toBe(copy);
  });
});

describe("findTokenError finds nothing, and ends,", () => {
  const circle = new Error("circle");
  circle.cause = new AggregateError([circle, new Error("x", { cause: circle })]);
  const trap = () => {
    throw new Error("hands off");
  };
  const endless = new Proxy(
    {},
    { get: (_, name) => (name === "cause" ? endlessError() : undefined) },
  );
  function endlessError(): object {
    return Object.defineProperty({}, "cause", { get: endlessError });
  }

  test.each<[string, unknown]>([
    ["in another error", new TypeError("fetch failed", { cause: new Error("ECONNREFUSED") })],
    ["in a string", "invalid_grant"],
    ["in nothing", undefined],
    ["in null", null],
    ["in a circle of causes", circle],
    ["in an endless chain of causes", endless],
    ["in a billion errors", Object.assign(new Error("x"), { errors: new Array(1e9) })],
    ["in `errors` that is not a list", Object.assign(new Error("x"), { errors: { 0: dead } })],
    [
      "in what throws when it is read",
      new Proxy({}, { get: trap, has: trap, getPrototypeOf: trap }),
    ],
    ["in a cause that throws when it is read", Object.defineProperty({}, "cause", { get: trap })],
  ])("%s", (_, error) => {
    expect(findTokenError(error)).toBeUndefined();
  });
});

test("hovering `error.code` in an editor tells what each code means", () => {
  const read = (file: string) =>
    readFileSync(new URL(`../src/errors/${file}.ts`, import.meta.url), "utf8");
  const codes = [...read("token-error-code").matchAll(/^ {2}readonly (\w+):/gm)].map(
    ([, code]) => code,
  );
  const [, hover] =
    /class TokenError [\s\S]*?\/\*\*([\s\S]*?)\*\/\s*readonly code:/.exec(read("token-error")) ??
    [];
  const told = [...(hover ?? "").matchAll(/^ {3}\* - `(\w+)`: .+\.$/gm)].map(([, code]) => code);
  expect(told).toEqual(codes);
  expect(codes).toHaveLength(15);
});
