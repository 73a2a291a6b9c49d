import type { Output } from "../program/output.ts";
import type { AccountState, AccountStatus } from "./account-status.ts";
import { durationText, lifetimeText } from "./times.ts";

const titles = [
  "ACCOUNT",
  "STORE",
  "REVISION",
  "ACCESS TOKEN",
  "REFRESH TOKEN",
  "LAST REFRESH",
  "STATE",
];

const states: Readonly<Record<AccountState, string>> = {
  ready: "ready",
  empty: "empty",
  waiting: "waiting",
  login_needed: "login needed",
  unreadable: "unreadable",
};

/** Writes the table of `status`. */
export function writeTable(output: Output, statuses: readonly AccountStatus[]): void {
  const rows = statuses.map(cellsOf);
  const widths = titles.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd();
  output.result(output.bold(line(titles)));
  for (const [index, row] of rows.entries()) {
    const isBad = /^(login_needed|unreadable)$/.test(statuses[index]?.state ?? "");
    output.result(isBad ? output.red(line(row)) : line(row));
  }
}

function cellsOf(status: AccountStatus): string[] {
  const { account, store, revision, state, reason } = status;
  return [
    account,
    store,
    `${revision}`,
    tokenText(status.hasAccessToken, status.accessTokenExpiresAt),
    tokenText(status.hasRefreshToken, status.refreshTokenExpiresAt),
    status.lastRefreshAt
      ? `${durationText(Date.now() - Date.parse(status.lastRefreshAt))} ago`
      : "never",
    [states[state], reason && `: ${reason}`, sendsText(status), claimText(status)].join(""),
  ];
}

function tokenText(isThere: boolean, expiresAt: string | undefined): string {
  if (!isThere) return "none";
  return expiresAt ? lifetimeText(Date.parse(expiresAt)) : "end unknown";
}

function sendsText({ unanswered, nextTryAt }: AccountStatus): string {
  const sends = unanswered > 0 ? `; sent ${unanswered} times without a response` : "";
  if (!nextTryAt) return sends;
  const wait = Date.parse(nextTryAt) - Date.now();
  return `${sends}; next try ${wait > 0 ? `in ${durationText(wait)}` : "is due"}`;
}

function claimText({ claim }: AccountStatus): string {
  if (!claim) return "";
  const { holder, startedAt } = claim;
  const since = startedAt ? ` for ${durationText(Date.now() - Date.parse(startedAt))}` : "";
  return `; claimed by ${holder}${since}`;
}
