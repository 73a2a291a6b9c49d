import type { RefreshFunction, RefreshTokenFacts } from "@refresh-once/core";
import type { ClientAuthenticationMethod } from "./client-authentication.ts";

/** A reply that means that the refresh token is dead. */
export interface DeadTokenReply {
  /** The HTTP status. Absent if no source says it. */
  readonly status?: number;
  /** The name of the error. Absent if the status alone says it. */
  readonly error?: string;
}

/**
 * What is known of a provider's refresh tokens, from its documentation and from what its users report. A fact
 * that no source says is absent. `docs/provider-facts.md` names the sources. Months count as 30 days and years
 * as 365, so that a lifetime is never longer than the provider's.
 */
export interface ProviderFacts extends RefreshTokenFacts {
  /** The provider's name. */
  readonly name: string;
  /** The token endpoint; `{…}` is an option of the preset. Absent if the provider's documentation has no host. */
  readonly tokenEndpoint?: string;
  /** How a client authenticates; with a `clientSecret`, the first one is the default. */
  readonly clientAuthentication: readonly ClientAuthenticationMethod[];
  /**
   * Whether a refresh returns a new refresh token. `"setting"`: if the client is configured so. `"sometimes"`:
   * the provider decides.
   */
  readonly rotation?: "always" | "sometimes" | "setting" | "never";
  /**
   * How long a used refresh token may be sent again, in ms. 0: it works once. `Infinity`: it stays valid. If it
   * is a setting of the client, this is its default.
   */
  readonly graceWindow?: number;
  /** Whether a refresh ends the previous access token. */
  readonly endsAccessToken?: boolean;
  /** The lifetime of an access token, in ms. */
  readonly accessTokenLifetime?: number;
  /** The longest lifetime of a login, or of a refresh token that is not replaced, in ms. */
  readonly refreshTokenLifetime?: number;
  /** The reply to a dead refresh token. */
  readonly deadToken?: DeadTokenReply;
}

/** A refresh function of a preset, with the facts about its provider. */
export interface ProviderRefresh extends RefreshFunction {
  /** What is known of the provider's refresh tokens. */
  readonly provider: ProviderFacts;
}

/** Adds the facts about its provider to a refresh function. */
export function withFacts(refresh: RefreshFunction, provider: ProviderFacts): ProviderRefresh {
  return Object.assign(refresh, { provider });
}

/** In ms. */
export const minute = 60_000;
/** In ms. */
export const hour = 3_600_000;
/** In ms. */
export const day = 86_400_000;
