import { markdownTable } from "@refresh-once/end-to-end/program";
import { median } from "../report/median.ts";
import type { Findings, Subject } from "../subject.ts";
import { refreshAccounts } from "./refresh-accounts.ts";

/** What accounts that share a folder may cost, as a multiple of accounts with a folder each. */
const most = 1.5;

export const subject: Subject = {
  async measure({ isQuick }): Promise<Findings> {
    const accounts = isQuick ? 1_000 : 10_000;
    const rounds = isQuick ? 3 : 5;
    const shared: number[] = [];
    const apart: number[] = [];
    for (let round = 0; round < rounds; round++) {
      shared.push(await refreshAccounts(accounts, () => ""));
      apart.push(await refreshAccounts(accounts, (index) => `${index}`));
    }
    const ratio = median(shared) / median(apart);
    const count = accounts.toLocaleString("en");
    const rows = [
      ["in one folder", rate(accounts, shared)],
      ["in a folder each", rate(accounts, apart)],
    ];
    return {
      title: "Many accounts in files",
      text: `${count} accounts in one process, each with its own file store. All tokens expire at the same moment, and the token endpoint answers at once. Medians of ${rounds} rounds; the two cases take turns.\n\n${markdownTable(["", "accounts a second"], rows)}`,
      charts: [],
      targets: [
        {
          what: `${count} accounts in one folder, compared with one folder each`,
          target: `≤ ${most} × the time`,
          measured: `${ratio.toFixed(2)} ×`,
          isMet: ratio <= most,
        },
      ],
    };
  },
};

function rate(accounts: number, durations: readonly number[]): string {
  return Math.round((accounts / median(durations)) * 1_000).toLocaleString("en");
}
