/**
 * Keeps one login for all tabs, frames and workers of a browser.
 *
 * @packageDocumentation
 */
export { type BrowserKeys, browserKeys } from "./keys/browser-keys.ts";
export { type DeviceKey, type DeviceKeyOptions, deviceKey } from "./keys/device-key.ts";
export { type BrowserStoreOptions, browserStore } from "./store/browser-store.ts";
export {
  type RemoteTokensOptions,
  remoteTokens,
  type WorkerUnavailableEvent,
} from "./worker/remote-tokens.ts";
export { serveTokens } from "./worker/serve-tokens.ts";
export type { TokenWorker } from "./worker/worker-connection.ts";
