import { describe, expect, test } from "vitest";
import type { Chart } from "../src/report/chart.ts";
import { page, targetsText } from "../src/report/page.ts";
import { svgBars } from "../src/report/svg-bars.ts";
import type { Findings } from "../src/subject.ts";

const chart: Chart = {
  name: "bytes",
  title: "Bytes",
  unit: "gzip",
  bars: [
    { label: "ours", value: 1_000, role: "ours" },
    { label: "a <peer> & more", value: 4_000, role: "peer" },
    { label: "less than nothing", value: -5, role: "peer" },
  ],
};

const target = { what: "bytes", target: "≤ 3.0 kB", measured: "1.0 kB", isMet: true };

const findings: Findings = { title: "Bytes", text: "A table.", charts: [chart], targets: [target] };

describe("a picture", () => {
  test("has bars as long as their figures are large, and none of a negative length", () => {
    const widths = [...svgBars(chart).matchAll(/<rect [^>]*width="([^"]*)"/g)].map(([, width]) =>
      Number(width),
    );
    expect(widths).toEqual([80, 320, 1]);
  });

  test("says names as they are", () => {
    expect(svgBars(chart)).toContain(">a &lt;peer> &amp; more</text>");
  });

  test("can be read on a dark page, too", () => {
    expect(svgBars(chart)).toContain("prefers-color-scheme: dark");
  });
});

describe("the page", () => {
  test("has the machine, the targets, the tables and their pictures", () => {
    const text = page("- CPU: one", [findings]);
    expect(text).toContain("- CPU: one");
    expect(text).toMatch(/\| bytes +\| ≤ 3.0 kB +\| 1.0 kB +\| met +\|/);
    expect(text).toContain("## Bytes\n\nA table.\n\n![Bytes](benchmarks/bytes.svg)");
  });

  test("has the reason for a target that is not met, and for no other one", () => {
    const missed = { ...target, what: "creation of 5 accounts in a pool", isMet: false };
    const met = { ...target, what: "heap of an idle account, 5 in a pool" };
    const text = page("", [{ ...findings, targets: [met, missed] }]);
    expect(text.match(/^- \*\*.*?\*\*/gm)).toEqual(["- **Creation of a pool.**"]);
    expect(page("", [{ ...findings, targets: [met] }])).not.toContain("not met");
  });

  test("says which target is not met", () => {
    const missed = { ...findings, targets: [{ ...target, isMet: false }] };
    expect(targetsText([missed])).toContain("| not met |");
  });
});
