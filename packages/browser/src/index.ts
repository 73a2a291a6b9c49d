/**
 * Keeps one login for all tabs, frames and workers of a browser.
 *
 * @packageDocumentation
 */
export { type BrowserStoreOptions, browserStore } from "./store/browser-store.ts";
