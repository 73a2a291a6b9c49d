import type { Binding } from "../dpop/binding.ts";
import type { ProviderSettings } from "../options.ts";

/** The settings under which tokens are issued and accepted. */
export type Terms = Omit<ProviderSettings, "latency" | "dpop" | "dpopNonces" | "dpopTolerance">;

/** A refresh token that was issued. */
export interface IssuedRefreshToken {
  /** A number that is unique in its ledger. */
  readonly id: number;
  readonly value: string;
  /** Epoch ms. */
  readonly createdAt: number;
  /** Epoch ms. */
  readonly expiresAt: number;
}

/** The tokens that one grant issued. */
export interface Grant {
  readonly accessToken: string;
  /** When the access token expires, epoch ms. */
  readonly expiresAt: number;
  /** Absent for the client credentials grant. */
  readonly refreshToken?: IssuedRefreshToken;
  /** The id of the user, the same for all tokens of a family. */
  readonly subject: string;
  readonly terms: Terms;
  /** The key that the access token is bound to. */
  readonly binding?: Binding | undefined;
}

/** The result of a refresh. */
export type Outcome =
  | {
      readonly kind: "granted";
      readonly grant: Grant;
      /** How long ago the tokens were issued, ms: above 0 only for a repetition in the grace window. */
      readonly age: number;
    }
  | { readonly kind: "refused"; readonly reason: "unknown" | "spent" | "revoked" | "otherKey" }
  | {
      readonly kind: "refused";
      readonly reason: "expired";
      /** Epoch ms. */
      readonly expiredAt: number;
    };

/**
 * The `expires_in` for an access token of this age: the rest of its lifetime, as a whole number if the
 * lifetime is one. `undefined` if the terms do not announce the expiry.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-5.1 RFC 6749 §5.1}
 */
export function announcedSeconds({ terms }: Grant, age: number): number | undefined {
  if (!terms.announceExpiry) return undefined;
  const left = Math.max(0, terms.accessTokenLifetime - age) / 1_000;
  return terms.accessTokenLifetime % 1_000 === 0 ? Math.floor(left) : left;
}
