import type { ProviderSettings } from "../options.ts";

/** On what terms tokens are issued and taken back. */
export type Terms = Omit<ProviderSettings, "latency">;

/** A refresh token as it was handed out. */
export interface IssuedRefreshToken {
  /** Counts up over one ledger. */
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
  /** Epoch ms, as it stood when the token was issued. */
  readonly expiresAt: number;
  /** None for a grant by client credentials. */
  readonly refreshToken?: IssuedRefreshToken;
  /** Whom the tokens are about; the same for all tokens of a family. */
  readonly subject: string;
  readonly terms: Terms;
}

/** What a refresh token was answered with. */
export type Outcome =
  | {
      readonly kind: "granted";
      readonly grant: Grant;
      /** Milliseconds since the tokens were issued: above 0 only for a repeat in the grace window. */
      readonly age: number;
    }
  | { readonly kind: "refused"; readonly reason: "unknown" | "spent" | "revoked" }
  | {
      readonly kind: "refused";
      readonly reason: "expired";
      /** Epoch ms. */
      readonly expiredAt: number;
    };

/**
 * The seconds that a reply announces for an access token of some age: what is left of its lifetime,
 * whole when the lifetime is, and nothing when the terms say that only the server knows.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-5.1 RFC 6749 §5.1}
 */
export function announcedSeconds({ terms }: Grant, age: number): number | undefined {
  if (!terms.announceExpiry) return undefined;
  const left = Math.max(0, terms.accessTokenLifetime - age) / 1_000;
  return terms.accessTokenLifetime % 1_000 === 0 ? Math.floor(left) : left;
}
