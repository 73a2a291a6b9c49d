import { memoryStore } from "@refresh-once/core";
import { describe, expect, test } from "vitest";
import { encryptedStore } from "../src/index.ts";
import { commit, fullRecord, newKey } from "./sealed-store.ts";

const marked = "marked-secret-marked-secret-marked-secret-x";
const good = newKey("good");

const wrongKeys: [string, unknown, string][] = [
  ["not an array", undefined, "keys"],
  ["a key instead of an array", good, "keys"],
  ["an empty array", [], "keys"],
  ["a missing key", [good, undefined], "keys[1].kid"],
  ["null", [null], "keys[0].kid"],
  ["a string", [marked], "keys[0].kid"],
  ["no kid", [{ secret: good.secret }], "keys[0].kid"],
  ["an empty kid", [{ kid: "", secret: good.secret }], "keys[0].kid"],
  ["a kid of 65 characters", [{ kid: "k".repeat(65), secret: good.secret }], "keys[0].kid"],
  ["a kid with a newline", [{ kid: "k\n", secret: good.secret }], "keys[0].kid"],
  ["a kid that is not a string", [{ kid: 7, secret: good.secret }], "keys[0].kid"],
  ["a secret where the kid belongs", [{ kid: `${marked}=`, secret: "k" }], "keys[0].kid"],
  ["the same kid twice", [good, { ...newKey("good") }], "keys[1].kid"],
  ["no secret", [{ kid: "k" }], "keys[0].secret"],
  ["31 bytes", [{ kid: "k", secret: new Uint8Array(31) }], "keys[0].secret"],
  ["33 bytes", [{ kid: "k", secret: new Uint8Array(33) }], "keys[0].secret"],
  ["a list of numbers", [{ kid: "k", secret: Array(32).fill(1) }], "keys[0].secret"],
  ["an empty string", [{ kid: "k", secret: "" }], "keys[0].secret"],
  ["a passphrase", [{ kid: "k", secret: `${marked}!` }], "keys[0].secret"],
  ["hex", [{ kid: "k", secret: "ab".repeat(32) }], "keys[0].secret"],
  ["base64url and base64 mixed", [{ kid: "k", secret: `-+${"A".repeat(41)}` }], "keys[0].secret"],
  ["a wrong second key", [good, { kid: "k", secret: marked.slice(1) }], "keys[1].secret"],
  ["kid and secret swapped", [{ kid: marked, secret: "k" }], "keys[0].secret"],
];

describe("a wrong option is a TypeError", () => {
  test.each(wrongKeys)(
    "P8: keys: %s; the error names the option and contains no secret",
    (_, keys, name) => {
      const call = () => Reflect.apply(encryptedStore, undefined, [memoryStore(), { keys }]);
      expect(call).toThrow(TypeError);
      expect(call).toThrow(`encryptedStore: "${name}" must be `);
      expect(call).not.toThrow(/marked-secret|good/);
    },
  );

  test.each([
    ["no store", [undefined, { keys: [good] }], "store"],
    ["no store at all", [null, { keys: [good] }], "store"],
    ["half a store", [{ read: memoryStore().read }, { keys: [good] }], "store"],
    ["no options", [memoryStore()], "keys"],
    ["a string", [memoryStore(), { keys: [good], acceptPlaintext: "no" }], "acceptPlaintext"],
    ["a number", [memoryStore(), { keys: [good], acceptUnbound: 1 }], "acceptUnbound"],
    ["an empty account", [memoryStore(), { keys: [good], account: "" }], "account"],
    ["half a character", [memoryStore(), { keys: [good], account: "a\ud800" }], "account"],
  ])("%s", (_, given, name) => {
    const call = () => Reflect.apply(encryptedStore, undefined, given);
    expect(call).toThrow(new RegExp(`^encryptedStore: "${name}" must be `));
    expect(call).toThrow(TypeError);
  });

  test("a misspelt option", () => {
    const given = [memoryStore(), { keys: [good], acceptPlainText: true }];
    expect(() => Reflect.apply(encryptedStore, undefined, given)).toThrow(
      new TypeError(
        'encryptedStore: "acceptPlainText" is not an option; did you mean "acceptPlaintext"?',
      ),
    );
  });

  test("a kid of 64 valid characters is accepted", () => {
    const kid = "Key_7/of:team@2026.11-".padEnd(64, "x");
    expect(() => encryptedStore(memoryStore(), { keys: [newKey(kid)] })).not.toThrow();
  });
});

test("keys are copied: later changes by the caller have no effect", async () => {
  const secret = new Uint8Array(32).fill(7);
  const key = { kid: "k", secret };
  const keys = [key];
  const inner = memoryStore();
  const store = encryptedStore(inner, { keys });
  secret.fill(0);
  key.kid = "other";
  keys.length = 0;
  await commit(store, fullRecord(1));
  const again = encryptedStore(inner, { keys: [{ kid: "k", secret: new Uint8Array(32).fill(7) }] });
  expect(await again.read()).toEqual(fullRecord(1));
});
