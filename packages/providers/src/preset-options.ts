import type { TokenEndpointOptions } from "./token-endpoint-options.ts";

/** Options of every preset. */
export interface PresetOptions {
  /** The full URL of the token endpoint. Default: the URL in the provider's documentation, if it has one. */
  readonly url?: string | URL;
  /**
   * Further statuses that mean that the refresh token is dead even without an OAuth error code. See
   * {@link TokenEndpointOptions.deadOn}. Default: as the provider's documentation says.
   */
  readonly deadOn?: NonNullable<TokenEndpointOptions["deadOn"]>;
  /** Sends the request. Default: the global `fetch` at the time of the call. */
  readonly fetch?: typeof globalThis.fetch;
}

/** Options of a preset whose documentation names no URL. */
export interface RequiredUrl extends PresetOptions {
  /** The full URL of the token endpoint. */
  readonly url: string | URL;
}

/** Names of the {@link PresetOptions}. */
export const commonOptionNames = ["url", "deadOn", "fetch"] as const;
