import type { BrowserName } from "../browser/index.ts";

/** Where the tokens are kept and refreshed; see `pages/app/settings.ts`. */
export type Place =
  | "memory"
  | "page"
  | "encrypted-page"
  | "shared-worker"
  | "extended-worker"
  | "service-worker";

/** Names of the places for the tables. */
export const placeTitles: Readonly<Record<Place, string>> = {
  memory: "`memoryStore()` in each page",
  page: "`browserStore()` in each page",
  "encrypted-page": "the same, encrypted with `deviceKey()`",
  "shared-worker": "a SharedWorker",
  "extended-worker": "a SharedWorker, `extendedLifetime`",
  "service-worker": "a service worker",
};

/** Returns whether a browser has a place. Firefox has no `extendedLifetime`. */
export function hasPlace(browser: BrowserName, place: Place): boolean {
  return browser === "chromium" || place !== "extended-worker";
}
