/** Real browsers, and what a user does with them. */
export { type BrowserName, browserNames, whySkipped } from "./browser-name.ts";
export { RunningBrowser } from "./running-browser.ts";
export { Tab } from "./tab.ts";
