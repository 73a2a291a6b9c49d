import { expect, test } from "vitest";
import { postgresStore } from "../src/index.ts";
import { useDatabase } from "./database.ts";
import { failureOf, managerOf, record } from "./managers.ts";

const database = useDatabase();
const secret = "damaged-secret";

test.each([
  ["a text that is not JSON", "1", `{"tokens": "${secret}`],
  [
    "a JSON value that is not a token record",
    "1",
    `{"revision": 1, "tokens": {"accessToken": 1, "x": "${secret}"}}`,
  ],
  ["the record of another revision", "2", JSON.stringify(record(1))],
  ["a revision without a record", "1", null],
  ["a record before the first revision", "0", JSON.stringify(record(1))],
])("P3: a row with %s is reported, and never overwritten", async (what, revision, text) => {
  const pool = database.pool();
  const row = () => pool.query("SELECT * FROM refresh_once WHERE key = $1", [what]);
  await pool.query("INSERT INTO refresh_once (key, revision, record) VALUES ($1, $2, $3)", [
    what,
    revision,
    text,
  ]);
  const before = (await row()).rows;
  const store = postgresStore(pool, { key: what });
  const manager = managerOf(store, async () => ({ accessToken: "a2" }));
  const works = [store.read(), manager.get(), manager.set({ accessToken: "of a login" })];
  for (const work of works) {
    const error = await failureOf(work);
    expect(error).toMatchObject({
      code: "store_damaged",
      message: expect.stringMatching(
        `The row "${what}" of table "refresh_once" holds no token record`,
      ),
    });
    expect(`${error}`).not.toContain(secret);
  }
  expect((await row()).rows).toEqual(before);
});
