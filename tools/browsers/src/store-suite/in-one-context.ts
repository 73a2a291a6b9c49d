import type { RunningBrowser } from "../browser/index.ts";
import type { Site } from "../site/index.ts";
import type { SuiteResult } from "./suite-result.ts";

/** Where the whole suite runs: in a page, or in a dedicated worker of a page. */
export type Context = "page" | "worker";

const scripts = { page: "suite", worker: "suite-page" } as const;

/** The store under test; see `pages/store-suite/open-store.ts`. */
export type TestedStore = "browser" | "encrypted" | "memory";

/** Runs the store suite in one page, or in one dedicated worker. */
export async function runInOneContext(
  { browser, site }: { readonly browser: RunningBrowser; readonly site: Site },
  context: Context,
  store: TestedStore,
): Promise<SuiteResult> {
  const tab = await browser.openTab(site.pageUrl(scripts[context]));
  try {
    return await tab.call<SuiteResult>("runSuite", store);
  } finally {
    await tab.close();
  }
}
