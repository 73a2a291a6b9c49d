import { cpus } from "node:os";
import { type Findings, tableOf } from "./findings.ts";

/** What each part tests, for the page. */
const explanations: Readonly<Record<string, string>> = {
  "The store suite": `The [suite](../packages/testing/README.md#a-suite-for-your-own-store) that every store must pass, on
\`browserStore\`. In the last row, a program outside of the browser opens the store in six tabs in turn; to restart the
store, it kills the browser by \`SIGKILL\` and starts it again with the same profile.`,
  Storms: `2 or 6 tabs, an iframe and a dedicated worker send 5 requests each, in half of the rounds at the same moment, and in
the others spread over 300 ms. The tabs use axios and \`fetch\` in turn. Either each context has a live access token and
the server rejects it early, or no context has a live one, as after a restart of the browser. One refresh for each expiry is
the best possible result. The rows of \`memoryStore()\` show what happens without a shared store: each page keeps the login in
localStorage, and writes new tokens back to it.`,
  "Tabs that end in mid-refresh": `The server has rotated the refresh token, and its reply takes 400 ms. In this time, something happens to
one tab. The other tabs then need their responses. If there is only one tab, it is used again, or a new one is opened,
600 ms later. A strict server revokes the login if it receives the old refresh token again. So if no context
is left that waits for the reply, the login is lost, and no client can prevent that. This is the case if a page refreshes
and ends, or if a browser process that runs the worker crashes. A page that is frozen in mid-refresh still has the only copy
of the reply: the other tabs wait for it, up to their deadline, and the login is not lost.`,
  "Offline, and back": `All connections to the servers are cut for one second, while 3 tabs, an iframe and a dedicated worker need a new access token.
The table counts what happens afterwards: each context tries again every 100 ms until it gets a response.`,
};

/** The page of the documentation, in Markdown. */
export function pageOf(all: readonly Findings[]): string {
  const titles = [...new Set(all.map(({ title }) => title))];
  return `# Tested in real browsers

This page shows what [\`@refresh-once/browser\`](../packages/browser/README.md) does in real browsers when several tabs share
one login. \`npm run browsers -- --write\` measures everything and writes this page. How to use the package is described in
[In the browser](browser.md).

- ${[...new Set(all.map(({ where }) => where))].join("; ")}, headless, as Debian packages them, on Linux.
- The [authorization server](../packages/testing/README.md) rotates refresh tokens strictly: if a used one is sent again, it
  revokes the login. "10 s of grace" means that it returns the same new tokens again for 10 seconds
  ([grace window](glossary.md#grace-window)).
- Each round is one expiry. "Logins lost" counts the rounds after which a new tab cannot use the login any more.
- Measured on ${new Date().toISOString().slice(0, 10)}, on ${cpus().length} cores. The times depend on the machine.

${titles.map((title) => sectionOf(title, all)).join("\n\n")}
`;
}

function sectionOf(title: string, all: readonly Findings[]): string {
  const tables = all
    .filter((findings) => findings.title === title)
    .map((findings) => `### ${title}: ${nameOf(findings)}\n\n${tableOf(findings)}`);
  return [`## ${title}`, explanations[title], ...tables].join("\n\n");
}

/** The name of the browser, without its version. */
function nameOf({ where }: Findings): string {
  return where.replace(/ [\d.]+$/, "");
}
