import { describe, expect, test } from "vitest";
import { checkAll, isAsItMustBe } from "../src/all.ts";
import { quickRuns } from "../src/runs.ts";
import { missingTool, violationIn } from "../src/spin.ts";
import { formatTable } from "../src/table.ts";

const missing = await missingTool();
if (missing !== undefined) {
  console.log(`The model is skipped: ${missing} is not installed (apt-get install spin gcc).`);
}

/** `npm run model` is the long form: larger bounds, and every way to break the protocol. */
describe("the model of the protocol", () => {
  test.skipIf(missing !== undefined)(
    "holds the first rule and P1 to P4 in small bounds, and is violated where it is broken",
    async () => {
      const findings = await checkAll(quickRuns, true);
      expect(
        findings.filter((finding) => !isAsItMustBe(finding)),
        formatTable(findings),
      ).toEqual([]);
    },
  );
});

describe("what spin says", () => {
  const [run] = quickRuns;
  if (!run) throw new Error("nothing to check");

  test("is a proof only if the search came to its end", () => {
    expect(violationIn("State-vector 144 byte, errors: 0")).toBeUndefined();
    expect(violationIn("Warning: Search not completed\nerrors: 0")).toMatch(/not searched/);
    expect(violationIn("error: max search depth too small\nerrors: 0")).toMatch(/not searched/);
    expect(violationIn("")).toMatch(/not searched/);
  });

  test("names the property that an assertion is about", () => {
    const violated = (assertion: string) =>
      violationIn(`pan:1: assertion violated ${assertion} (at depth 9)`);
    expect(violated("( !((record[tag]&1))||denied[(record[tag]>>4)])")).toBe("first rule");
    expect(violated("((content>>4)>=received)")).toBe("first rule");
    expect(violated("(sent[(base>>4)]<=((base>>1)&7))")).toBe("P1");
    expect(violated("((content>>4)>=held)")).toBe("P2");
    expect(violated("!(journaled[(base>>4)])")).toBe("P2");
    expect(violated("((record[tag]>>4)>=(content>>4))")).toBe("P3");
  });

  test("is no counterexample if only the bounds were too small, or if it is about another property", () => {
    const violated = violationIn("pan:1: assertion violated (revision<6) (at depth 9)");
    expect(violated).toMatch(/bounds/);
    const broken = { ...run, properties: ["P1"], kind: "broken" } as const;
    expect(isAsItMustBe({ run: broken, states: 1, took: 1, violated })).toBe(false);
    expect(isAsItMustBe({ run: broken, states: 1, took: 1, violated: "P3" })).toBe(false);
    expect(isAsItMustBe({ run: broken, states: 1, took: 1, violated: undefined })).toBe(false);
    expect(isAsItMustBe({ run: broken, states: 1, took: 1, violated: "P1" })).toBe(true);
  });
});
