import type { ProviderFacts } from "@refresh-once/providers";
import type { PresetComment } from "./comments.ts";

const heading = `# Facts about providers

What is known of the refresh tokens of each provider that has a preset in [@refresh-once/providers](../packages/providers).
A "–" means that no source we have read says it. If a fact is a setting of the client, the table has its default.
Months count as 30 days. The [sources](#sources) are below, each with the date on which it was read. Providers change
their rules: if you find a difference, believe the provider.

In a program, the facts are in \`provider\` of the refresh function, such as \`github({ clientId }).provider\`.

This page is generated from the presets. \`npm test\` checks that it matches them. To update it, run \`npx vitest run -u\`
in \`tools/release/pages\`.
`;

const explanations = `- **rotates**: whether a refresh returns a new refresh token. "setting": if the client is configured so.
- **works again**: how long a used refresh token can be sent again ([grace window](glossary.md#grace-window)).
- **ends access**: whether a refresh ends the previous access token.
- **access token**, **login**, **unused**: the lifetime of an access token, the longest lifetime of a login without a
  new consent, and for how long a refresh token may be unused.
`;

/** The page `docs/provider-facts.md`. */
export function providerFactsPage(
  presets: Readonly<Record<string, ProviderFacts>>,
  comments: ReadonlyMap<string, PresetComment>,
): string {
  const rows = Object.entries(presets);
  return [
    heading,
    `## Refresh tokens\n\n${table(lifetimeColumns, rows)}\n\n${explanations}`,
    `## Token endpoints\n\n${table(endpointColumns, rows)}\n`,
    `## Sources\n\n${rows.map(([name]) => sourcesOf(name, comments.get(name))).join("\n")}`,
  ].join("\n");
}

type Row = readonly [string, ProviderFacts];
type Column = readonly [string, (row: Row) => string];

const preset: Column = ["preset", ([name, facts]) => `\`${name}\` (${facts.name})`];

const lifetimeColumns: readonly Column[] = [
  preset,
  ["rotates", ([, { rotation }]) => rotation ?? "–"],
  ["works again", ([, { graceWindow }]) => graceOf(graceWindow)],
  ["ends access", ([, { endsAccessToken }]) => (endsAccessToken ? "yes" : "–")],
  ["access token", ([, facts]) => duration(facts.accessTokenLifetime)],
  ["login", ([, facts]) => duration(facts.refreshTokenLifetime)],
  ["unused", ([, { idleLimit }]) => duration(idleLimit)],
];

const endpointColumns: readonly Column[] = [
  preset,
  ["token endpoint", ([, { tokenEndpoint }]) => (tokenEndpoint ? `\`${tokenEndpoint}\`` : "–")],
  [
    "client",
    ([, { clientAuthentication }]) =>
      clientAuthentication.map((method) => `\`${method}\``).join(", ") || "–",
  ],
  ["a dead refresh token", ([, { deadToken }]) => deadTokenOf(deadToken)],
];

function table(columns: readonly Column[], rows: readonly Row[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(columns.map(([title]) => title)),
    line(columns.map(() => "---")),
    ...rows.map((row) => line(columns.map(([, cell]) => cell(row)))),
  ].join("\n");
}

function graceOf(window: number | undefined): string {
  if (window === 0) return "no";
  return window === Number.POSITIVE_INFINITY ? "stays valid" : duration(window);
}

function deadTokenOf(dead: ProviderFacts["deadToken"]): string {
  const { status, error } = dead ?? {};
  return [status, error && `\`${error}\``].filter(Boolean).join(" ") || "–";
}

/** In the largest unit in which it is a whole number. */
function duration(ms: number | undefined): string {
  if (ms === undefined) return "–";
  const seconds = ms / 1_000;
  if (seconds % 86_400 === 0) return `${seconds / 86_400} d`;
  if (seconds % 3_600 === 0) return `${seconds / 3_600} h`;
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}

function sourcesOf(name: string, comment: PresetComment | undefined): string {
  if (!comment) throw new Error(`the preset ${name} has no comment`);
  const sources = comment.sources.map((source) => `- ${source}\n`);
  return `### ${name}\n\n${comment.text}\n\n${sources.join("")}`;
}
