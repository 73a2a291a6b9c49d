import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { differences } from "../src/differences.ts";
import { semanticsPage } from "../src/page.ts";
import { groups } from "../src/suite.ts";

const titles = groups.flatMap(({ cases }) => cases.map(({ title }) => title));

describe("docs/semantics.md", () => {
  test("is what the cases and the differences say; `npx vitest run -u` writes it", async () => {
    const page = fileURLToPath(new URL("../../../docs/semantics.md", import.meta.url));
    await expect(semanticsPage(groups, differences)).toMatchFileSnapshot(page);
  });

  test("has each case once", () => {
    expect(titles).toEqual([...new Set(titles)]);
  });

  test.each(Object.entries(differences))(
    "tells of no difference of %s that no case has",
    (_, own) => {
      expect(Object.keys(own).filter((title) => !titles.includes(title))).toEqual([]);
    },
  );
});
