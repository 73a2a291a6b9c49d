import type { TokenStore } from "@refresh-once/core";
import { describe, expect, test } from "vitest";
import { type TokenStoreCase, tokenStoreSuite } from "../src/index.ts";
import type { StoreClass } from "./broken-stores/broken-store.ts";
import { brokenStores } from "./broken-stores/index.ts";
import { Table, TableStore } from "./broken-stores/table-store.ts";

function suiteOf(Store: StoreClass, lease = 150): readonly TokenStoreCase[] {
  const table = new Table();
  const restart = async () => {
    table.restarts++;
  };
  return tokenStoreSuite((key) => new Store(table, key), { lease, restart });
}

/** The names of the failed cases. */
async function failing(cases: readonly TokenStoreCase[]): Promise<readonly string[]> {
  const outcomes = await Promise.allSettled(cases.map(({ run }) => run()));
  return cases.filter((_, at) => outcomes[at]?.status === "rejected").map(({ name }) => name);
}

/** For each beginning, the cases whose names start with it. */
function casesLike(cases: readonly TokenStoreCase[], beginnings: readonly string[]) {
  return beginnings.map((beginning) => cases.filter(({ name }) => name.startsWith(beginning)));
}

const cases = suiteOf(TableStore);
const stores = Object.entries(brokenStores);

test("a correct store passes every case", async () => {
  expect(await failing(cases)).toEqual([]);
});

test("a correct store without subscribe passes every case", async () => {
  const table = new Table();
  const open = (key: string): TokenStore => {
    const store = new TableStore(table, key);
    return { read: () => store.read(), claim: (...asked) => store.claim(...asked) };
  };
  expect(await failing(tokenStoreSuite(open))).toEqual([]);
});

test("a correct store without extend passes every case", async () => {
  class Store extends TableStore {
    override take(...asked: Parameters<TableStore["take"]>) {
      const { extend, ...claim } = super.take(...asked);
      return claim;
    }
  }
  expect(await failing(suiteOf(Store))).toEqual([]);
});

test("a correct store without a journal passes every case", async () => {
  class Store extends TableStore {
    override take(...asked: Parameters<TableStore["take"]>) {
      const { journal, ...claim } = super.take(...asked);
      return claim;
    }
  }
  expect(await failing(suiteOf(Store))).toEqual([]);
});

describe.concurrent("a store that", () => {
  test.each(stores)(
    "%s fails the cases that are meant for it",
    async (_, { store, meant, lease }) => {
      const found = casesLike(suiteOf(store, lease), meant);
      expect(found).not.toContainEqual([]);
      const names = found.flat().map(({ name }) => name);
      expect(await failing(found.flat())).toEqual(names);
    },
  );
});

test("every case ends, even with a store that never replies", async () => {
  const never = () => new Promise<never>(() => {});
  const silent = tokenStoreSuite(() => ({ read: never, claim: never }), { lease: 5 });
  expect(await failing(silent)).toEqual(
    silent
      .map(({ name }) => name)
      .filter((name) => !/^(subscribe|claim holder|read and claim)/.test(name)),
  );
  const unopened = tokenStoreSuite(never, { lease: 5 });
  expect(await failing(unopened)).toEqual(unopened.map(({ name }) => name));
});

test.each([
  ["createStore", () => Reflect.apply(tokenStoreSuite, undefined, [{}])],
  ["lease", () => tokenStoreSuite(() => new TableStore(new Table(), ""), { lease: 0 })],
  ["restart", () => Reflect.apply(tokenStoreSuite, undefined, [() => {}, { restart: "yes" }])],
])("a wrong argument is a TypeError that names it: %s", (name, call) => {
  expect(call).toThrow(new RegExp(`^tokenStoreSuite: "${name}" must be`));
  expect(call).toThrow(TypeError);
});

test("each case is meant for some broken store", () => {
  const meant = stores.flatMap(([, broken]) => casesLike(cases, broken.meant).flat());
  expect(cases.filter((one) => !meant.includes(one)).map(({ name }) => name)).toEqual([]);
});

test("each case has a unique name", () => {
  expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
});
