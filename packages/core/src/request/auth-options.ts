import { booleanRule, functionRule, type OptionRules } from "../values/index.ts";
import { type OriginOptions, originsRule } from "./origins.ts";

/** The options that all adapters share. */
export interface AuthOptions<HttpResponse> extends OriginOptions {
  /**
   * Whether a response says that the token of its request is no longer valid. If so, the token is renewed
   * and the request is sent once more. It is called for every response of the adapter's origins, whatever
   * its status; the caller gets what it throws.
   * Default: true for each 401 except one whose `WWW-Authenticate` says that the scope (`insufficient_scope`) or
   * the DPoP proof (`use_dpop_nonce`, `invalid_dpop_proof`) is the reason.
   */
  readonly isTokenRejected?: (response: HttpResponse) => boolean | Promise<boolean>;
  /**
   * Replaces the `Authorization` of requests that already have one: for a client that sets its own, such
   * as supabase-js. Requests to other origins keep theirs. Default: `false`, which leaves such requests
   * alone.
   */
  readonly replaceAuthorization?: boolean;
}

/** What the options of every adapter must be. */
export const authRules: OptionRules<AuthOptions<never>> = {
  origins: originsRule,
  insecureOrigins: originsRule,
  isTokenRejected: functionRule,
  replaceAuthorization: booleanRule,
};
