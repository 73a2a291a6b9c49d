import { describe, test } from "vitest";
import type { Adapter } from "./adapter.ts";
import type { Case } from "./case.ts";
import { bodyCases } from "./cases/bodies.ts";

/** All rows of the table. */
export const cases: readonly Case[] = [...bodyCases];

/** Holds an adapter to every row of the table. */
export function adapterSuite(adapter: Adapter): void {
  describe(`${adapter.name}: the table of docs/semantics.md`, () => {
    for (const { property, title, wanted, check } of cases) {
      if (adapter.differs?.[title]) continue;
      test(`${property ? `${property}: ` : ""}${title}: ${wanted}`, () => check(adapter));
    }
  });
}
