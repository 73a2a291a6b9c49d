import { existsSync } from "node:fs";

/** The browsers of the campaign, as Debian packages them. */
export type BrowserName = "chromium" | "firefox";

const programs: Readonly<Record<BrowserName, string>> = {
  chromium: "/usr/bin/chromium",
  firefox: "/usr/bin/firefox-esr",
};

/** All browsers, whether installed or not. */
export const browserNames: readonly BrowserName[] = ["chromium", "firefox"];

/** Returns the path of a browser's program. */
export function programOf(name: BrowserName): string {
  return programs[name];
}

/** Returns why a test of a browser is skipped; `undefined` if it is installed. */
export function whySkipped(name: BrowserName): string | undefined {
  return existsSync(programs[name]) ? undefined : `${programs[name]} is not installed`;
}
