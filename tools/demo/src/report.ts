import type { Outcome } from "./result.ts";
import { formatTable } from "./table.ts";
import type { Verdict } from "./verdict.ts";

const footnotes = [
  "401s: the server's answers to access tokens that had ended.",
  "Expiries: first tokens, and ended access tokens that the server met.",
];

const ownTokens = "clientCredentials: each process has tokens, and expiries, of its own.";

/** What is printed at the end. */
export function formatReport({ results }: Outcome, { lines }: Verdict): string {
  const own = results.some(({ provider }) => provider === "clientCredentials") ? [ownTokens] : [];
  return ["", formatTable(results), "", ...footnotes, ...own, "", ...lines].join("\n");
}
