import type { Row } from "../report/index.ts";
import { runAcrossTabs, runInOneContext, type SuiteResult } from "../store-suite/index.ts";
import type { Part } from "./part.ts";

/** The store suite on `browserStore`: in a page, in a dedicated worker, and across tabs. */
export const suite: Part = {
  title: "The store suite",
  head: ["where", "passed"],
  async *rows(lab) {
    yield rowOf("one page", await runInOneContext(lab, "page", "browser"));
    yield rowOf("one dedicated worker", await runInOneContext(lab, "worker", "browser"));
    yield rowOf("one page, encrypted", await runInOneContext(lab, "page", "encrypted"));
    yield rowOf("six tabs, `SIGKILL` of the browser", await runAcrossTabs(lab));
  },
};

function rowOf(where: string, { passed, failures }: SuiteResult): Row {
  return {
    cells: [where, `${passed} of ${passed + failures.length}`],
    isMet: failures.length === 0,
    errors: failures,
  };
}
