import type { Seed } from "@refresh-once/core";

/** Another library for tokens in a browser, used as its README says. */
export interface Peer {
  /** Stores the tokens of a new login. */
  signIn(login: Seed): Promise<void>;
  /** Returns an access token that is not known to have expired. */
  get(): Promise<string>;
  /** Returns another access token than the one that the resource has rejected. */
  renew(): Promise<string>;
}

/** When the tokens of a login without an access token have expired, in epoch ms. */
export const longAgo = Date.now() - 3_600_000;
