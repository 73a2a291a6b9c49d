import type { Group } from "./case.ts";
import type { AdapterName, Differences } from "./differences.ts";

const heading = `# What every adapter does

Each row is a test that runs with every adapter, against a real server. A "✓" means that the adapter does what the row
says; a number is explained under [differences](#differences). The axios column covers axios's http and fetch adapters, in
the oldest supported version, in 1.13 and in the newest. P1 to P10 are the
[properties](../CONTRIBUTING.md#the-properties) of this project. The [glossary](glossary.md) explains the terms.

\`npm test\` runs the tests, and checks that this page matches them. To update the page after a change, run
\`npx vitest run -u\` in \`tools/adapter-suite\`.
`;

/** The columns, and who has to agree in each. */
const columns: readonly (readonly [string, readonly AdapterName[]])[] = [
  ["fetch", ["fetch"]],
  ["axios", ["axios", "axios (fetch)"]],
  ["openapi-fetch", ["openapi-fetch"]],
];

/** The page `docs/semantics.md`. */
export function semanticsPage(
  groups: readonly Group[],
  differences: Readonly<Record<AdapterName, Differences>>,
): string {
  const notes: string[] = [];
  const numberOf = (note: string) => {
    if (!notes.includes(note)) notes.push(note);
    return notes.indexOf(note) + 1;
  };
  const cell = (title: string, adapters: readonly AdapterName[]) => {
    const own = adapters.flatMap((name) => differences[name][title] ?? []);
    const numbers = [...new Set(own.map(numberOf))].map((number) => `[${number}](#differences)`);
    return [...(own.length < adapters.length ? ["✓"] : []), ...numbers].join(" ");
  };
  const tables = groups
    .filter(({ cases }) => cases.length > 0)
    .map((group) => tableOf(group, (title) => columns.map(([, names]) => cell(title, names))));
  const footnotes = notes.map((note, index) => `${index + 1}. ${note}\n`);
  return [heading, ...tables, `## Differences\n\n${footnotes.join("")}`].join("\n");
}

function tableOf({ title, cases }: Group, cellsOf: (title: string) => string[]): string {
  const names = columns.map(([name]) => name);
  const rows = [
    row(["property", "case", "what you get", ...names]),
    row(["---", "---", "---", ...names.map(() => ":-:")]),
    ...cases.map((one) => row([one.property ?? "", one.title, one.wanted, ...cellsOf(one.title)])),
  ];
  return `## ${title}\n\n${rows.join("\n")}\n`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}
