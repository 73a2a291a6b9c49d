import type { Lab } from "../campaign/index.ts";
import type { Findings, Row } from "../report/index.ts";
import { runAcrossTabs, runInOneContext, type SuiteResult } from "../store-suite/index.ts";

/** Runs the store suite on `browserStore`: in a page, in a dedicated worker, and across tabs. */
export async function measureSuite({ browser, site }: Lab): Promise<Findings> {
  const rows: Row[] = [
    rowOf("one page", await runInOneContext({ browser, site }, "page", "browser")),
    rowOf("one dedicated worker", await runInOneContext({ browser, site }, "worker", "browser")),
    rowOf("six tabs, `SIGKILL` of the browser", await runAcrossTabs(browser, site)),
  ];
  return { title: `The store suite, ${browser.title}`, head: ["where", "passed"], rows };
}

function rowOf(where: string, { passed, failures }: SuiteResult): Row {
  return {
    cells: [where, `${passed} of ${passed + failures.length}`],
    isMet: failures.length === 0,
    errors: failures,
  };
}
