import { writeTokenRecord } from "@refresh-once/core/store";
import { expect, test } from "vitest";
import { recordIn, rowOf } from "../../src/store/stored-row.ts";

const place = "The key session";

test("an account that was never written has no record", () => {
  expect(recordIn(rowOf(undefined, place), place)).toBeUndefined();
});

test.each([
  ["a text", "tokens"],
  ["null", null],
  ["an object of another program", { accessToken: "a" }],
  ["a revision that is no number", { revision: "3", record: "{}" }],
  ["a record without a revision", { record: "{}" }],
  ["a revision without its record", { revision: 3 }],
  ["a record that is no text", { revision: 3, record: {} }],
])("P10: %s in the database is store_damaged, and its content is not shown", (_, value) => {
  expect(() => rowOf(value, place)).toThrow(
    expect.objectContaining({ code: "store_damaged", message: expect.stringContaining(place) }),
  );
});

test("P10: a record with another revision than its row is store_damaged", () => {
  const record = writeTokenRecord({ revision: 4, obtainedAt: 0 });
  expect(() => recordIn({ revision: 3, record }, place)).toThrow("does not match");
});
