import type { Place as OwnPlace } from "../../pages/app/settings.ts";
import type { BrowserName } from "../browser/index.ts";

/** Where the tokens are kept and refreshed. */
export type Place = OwnPlace | Peer;

/** Other libraries, which refresh in each page; see `pages/peers`. */
type Peer = "auth0" | "supabase" | "oidc";

/** Names of the places for the tables. */
export const placeTitles: Readonly<Record<Place, string>> = {
  memory: "`memoryStore()` in each page",
  page: "`browserStore()` in each page",
  "encrypted-page": "the same, encrypted with `deviceKey()`",
  "shared-worker": "a SharedWorker",
  "extended-worker": "a SharedWorker, `extendedLifetime`",
  "service-worker": "a service worker",
  auth0: "auth0-spa-js",
  supabase: "auth-js (supabase-js)",
  oidc: "oidc-client-ts",
};

const noWorker: readonly Place[] = ["memory", "auth0", "supabase", "oidc"];

/** Returns whether a dedicated worker can use a place: not if it keeps its tokens in localStorage. */
export function isInWorkers(place: Place): boolean {
  return !noWorker.includes(place);
}

/** Returns the script of the pages of a place. */
export function scriptOf(place: Place): "tab" | "peer-tab" {
  return place === "auth0" || place === "supabase" || place === "oidc" ? "peer-tab" : "tab";
}

/** Returns whether a browser has a place. Firefox has no `extendedLifetime`. */
export function hasPlace(browser: BrowserName, place: Place): boolean {
  return browser === "chromium" || place !== "extended-worker";
}
