import { expect, test } from "vitest";
import { benchStores, storesReport } from "../src/stores/stores-bench.ts";

test("P1: the short form of the stores' bench makes one refresh an expiry and key", async () => {
  // It throws where the token endpoint has counted anything else.
  const figures = await benchStores({ processes: 4, rounds: 2, keys: 20, refreshers: 2 });
  for (const { adoption, manyKeys } of figures) {
    expect(adoption).toMatchObject({ processes: 4, refreshes: 3 });
    expect(manyKeys).toMatchObject({ keys: 20, refreshes: 60 });
    expect(storesReport(figures)).toContain(`| ${manyKeys.refreshes} `);
  }
  expect(figures.map(({ name }) => name)).toContain("PostgreSQL");
});
