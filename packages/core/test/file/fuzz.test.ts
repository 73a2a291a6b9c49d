import { readFileSync, writeFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fileStore } from "../../src/file/index.ts";
import { writeRecord } from "../../src/file/record-file.ts";
import { isTokenError } from "../../src/index.ts";
import type { TokenRecord } from "../../src/store.ts";
import { runs } from "../fuzz-runs.ts";
import { useStoreFolder } from "./store-folder.ts";

const store = useStoreFolder();
const mark = "mark-4c1f90d7";
const whole = {
  format: 1,
  revision: 7,
  tokens: {
    accessToken: `at-${mark}`,
    refreshToken: `rt-${mark}`,
    expiresAt: 1_900_000_000_000,
    scope: "read",
    extra: { id_token: `it-${mark}` },
  },
  obtainedAt: 1_800_000_000_000,
  unanswered: 1,
  refusal: { code: "in_doubt", message: "Log in again." },
  seeds: ["hash"],
};

const text = JSON.stringify(whole);
const oddText = fc.constantFrom(
  ...["1e400", "-1e400", "-0", "0.5", "9007199254740993", "null", "[]", "{}", '""', "true", "NaN"],
  ...['{"__proto__":{"polluted":1}}', `"${mark}"`, `${"[".repeat(9_000)}${"]".repeat(9_000)}`],
);
const paths = [...text.matchAll(/"(\w+)":/g)].map(([, name]) => name ?? "");

/** Changes a field's value, removes the field, or renames it. */
const mutated = fc
  .tuple(fc.constantFrom(...paths), fc.oneof(oddText, fc.json({ maxDepth: 2 })), fc.nat({ max: 3 }))
  .map(([name, odd, how]) => {
    const value = /("\w+":)("[^"]*"|\d+|\{[^{}]*(\{[^{}]*\})?[^{}]*\}|\[[^\]]*\])/g;
    return text.replace(value, (field, key, old) => {
      if (key !== `"${name}":`) return field;
      return [`${key}${odd}`, '"x":0', `"__proto__":${old}`, `${key}{${key}${old}}`][how] ?? "";
    });
  });

const bytes = fc
  .tuple(fc.nat({ max: text.length - 1 }), fc.uint8Array({ maxLength: 3 }), fc.nat({ max: 4 }))
  .map(([at, replaced, gone]) =>
    Buffer.concat([Buffer.from(text.slice(0, at)), replaced, Buffer.from(text.slice(at + gone))]),
  );

const content = fc.oneof(
  { weight: 4, arbitrary: mutated.map((odd) => Buffer.from(odd)) },
  { weight: 3, arbitrary: bytes },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }).map((odd) => Buffer.from(odd)) },
  { weight: 1, arbitrary: fc.json().map((odd) => Buffer.from(`{"format":1,"tokens":${odd}}`)) },
);

const kinds: Readonly<Record<string, string>> = {
  revision: "number",
  obtainedAt: "number",
  unanswered: "number",
  accessToken: "string",
  refreshToken: "string",
  expiresAt: "number",
  refreshTokenExpiresAt: "number",
  scope: "string",
  tokenType: "string",
  code: "string",
  message: "string",
};

function expectFields(of: object): void {
  for (const [name, kind] of Object.entries(kinds)) {
    const value: unknown = Reflect.get(of, name);
    if (value === undefined) continue;
    expect(typeof value, name).toBe(kind);
    if (kind === "number") expect(Number.isFinite(value), name).toBe(true);
  }
}

function expectRecord({ revision, tokens, refusal, seeds = [], ...rest }: TokenRecord): void {
  expect(Number.isSafeInteger(revision) && revision > 0).toBe(true);
  expectFields(rest);
  if (tokens) {
    expect(tokens.accessToken).toBeTypeOf("string");
    expectFields(tokens);
  }
  if (refusal) {
    expect(Object.keys(refusal)).toEqual(expect.arrayContaining(["code", "message"]));
    expectFields(refusal);
  }
  expect(seeds.every((seed) => typeof seed === "string")).toBe(true);
}

describe("a store file with arbitrary content", () => {
  test("is read as a record or rejected as damaged; errors do not quote it, and it is not changed", async () => {
    const pristine = Reflect.ownKeys(Object.prototype);
    await fc.assert(
      fc.asyncProperty(content, async (damage) => {
        writeFileSync(store.path, damage);
        const outcome = await fileStore(store.path)
          .read()
          .then(
            (record) => ({ record }),
            (thrown: unknown) => ({ thrown }),
          );
        if ("record" in outcome) {
          if (!outcome.record) throw new Error("an existing file was read as no record");
          expectRecord(outcome.record);
        } else {
          expect(outcome.thrown).toMatchObject({ code: "store_damaged", kind: "store" });
          expect(isTokenError(outcome.thrown)).toBe(true);
          expect(String(outcome.thrown)).toContain(store.path);
          expect(String(outcome.thrown)).not.toContain(mark);
        }
        expect(damage.equals(readFileSync(store.path))).toBe(true);
      }),
      runs(1_000),
    );
    expect(Reflect.ownKeys(Object.prototype)).toEqual(pristine);
    expect({}).not.toHaveProperty("polluted");
  });

  test("is never produced by this library in a form that it cannot read", async () => {
    const number = fc.oneof(fc.double(), fc.constantFrom(NaN, Infinity, 0, 2 ** 53));
    const odd = fc.record({
      revision: fc.oneof(fc.constantFrom(0, 0.5, 2 ** 53, 1), fc.nat()),
      obtainedAt: number,
      tokens: fc.record(
        {
          accessToken: fc.oneof(
            fc.string({ unit: "binary" }),
            fc.constant(7),
            fc.constant(undefined),
          ),
          expiresAt: number,
          extra: fc.oneof(
            fc.object({ withBigInt: true }),
            fc.date(),
            fc.constant({ big: "x".repeat(5_000_000) }),
            fc.constant(nested(3_000)),
          ),
        },
        { requiredKeys: [] },
      ),
    });
    await fc.assert(
      fc.asyncProperty(odd, async (record) => {
        const [text] = await Promise.allSettled([write(record)]);
        if (text.status === "rejected") return;
        writeFileSync(store.path, text.value);
        expectRecord((await fileStore(store.path).read()) ?? { revision: 0, obtainedAt: 0 });
      }),
      runs(100),
    );
  });
});

async function write(record: object): Promise<string> {
  return Reflect.apply(writeRecord, undefined, [record]);
}

function nested(depth: number): object {
  return depth === 0 ? {} : { a: nested(depth - 1) };
}
