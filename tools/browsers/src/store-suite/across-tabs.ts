import { type TokenStoreCase, tokenStoreSuite } from "@refresh-once/testing";
import type { RunningBrowser, Tab } from "../browser/index.ts";
import type { Site } from "../site/index.ts";
import type { SuiteResult } from "./suite-result.ts";
import { type Listeners, TabStore } from "./tab-store.ts";

/** Calls cross two processes, so that leases are longer than in one process; ms. */
const lease = 1_000;

/** How many cases run at the same time, if they do not restart the browser. */
const lanes = 4;

/** Some tabs of one browser, in which stores are opened in turn. */
class StoreTabs {
  readonly #browser: RunningBrowser;
  readonly #count: number;
  readonly #url: string;
  readonly #listeners: Listeners = new Map();
  #tabs: readonly Tab[] = [];
  #opened = 0;

  constructor(browser: RunningBrowser, count: number, url: string) {
    this.#browser = browser;
    this.#count = count;
    this.#url = url;
  }

  async start(): Promise<void> {
    const tabs: Tab[] = [];
    while (tabs.length < this.#count) tabs.push(await this.#openTab());
    this.#tabs = tabs;
  }

  async openStore(key: string): Promise<TabStore> {
    const tab = this.#tabs[this.#opened++ % this.#count];
    if (!tab) throw new TypeError("No tab is open");
    return TabStore.open(tab, key, this.#listeners);
  }

  async restart(): Promise<void> {
    this.#listeners.clear();
    await this.#browser.killAndRestart();
    await this.start();
  }

  async #openTab(): Promise<Tab> {
    const tab = await this.#browser.openTab("about:blank");
    await tab.expose("storeChanged", (subscription) => this.#listeners.get(subscription)?.());
    await tab.goto(this.#url);
    return tab;
  }
}

interface AcrossTabsOptions {
  readonly tabs?: number;
  readonly isWanted?: (name: string) => boolean;
}

/**
 * Runs the store suite on a browser's tabs: each process of the suite is another tab, and a restart kills the
 * whole browser.
 *
 * @param options.tabs how many tabs there are
 * @param options.isWanted whether a case of this name is run
 */
export async function runAcrossTabs(
  { browser, site }: { readonly browser: RunningBrowser; readonly site: Site },
  { tabs: count = 6, isWanted = () => true }: AcrossTabsOptions = {},
): Promise<SuiteResult> {
  const tabs = new StoreTabs(browser, count, site.pageUrl("stores"));
  await tabs.start();
  const cases = tokenStoreSuite((key) => tabs.openStore(key), {
    lease,
    restart: () => tabs.restart(),
  }).filter(({ name }) => isWanted(name));
  const failures: string[] = [];
  const runAll = async (waiting: TokenStoreCase[]) => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { name, run } = next;
      await run().catch((error: unknown) => failures.push(`${name}: ${error}`));
    }
  };
  const together = cases.filter(({ restarts }) => !restarts);
  await Promise.all(Array.from({ length: lanes }, () => runAll(together)));
  await runAll(cases.filter(({ restarts }) => restarts));
  return { passed: cases.length - failures.length, failures };
}
