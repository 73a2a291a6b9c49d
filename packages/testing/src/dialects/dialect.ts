import type { Reply } from "../http/reply.ts";
import type { Grant, Outcome } from "../ledger/grant.ts";
import type { TokenFormats } from "../ledger/token-mint.ts";
import type { Fields, MediaType } from "./fields.ts";

/**
 * The client that is registered at the server.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1 RFC 6749 §2.3.1}
 */
export interface ClientRegistration {
  /** The client's id. */
  readonly clientId: string;
  /** The client's secret. It contains characters that must be encoded in a form. */
  readonly clientSecret: string;
  /** The partner's id, a positive 32-bit integer. */
  readonly partnerId: number;
}

/** A request to a token or revocation endpoint, with its body parsed. */
export interface TokenCall {
  readonly headers: Readonly<Record<string, string>>;
  readonly fields: Fields;
}

/**
 * Why a request was rejected before its refresh token was looked up.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-5.2 RFC 6749 §5.2}
 */
export interface Refusal {
  readonly error: "invalid_request" | "invalid_client" | "unsupported_grant_type";
  readonly description: string;
}

/** A request that was rejected. */
export interface Refused {
  readonly kind: "refused";
  readonly refusal: Refusal;
}

/** What a request to a revocation endpoint asks for. */
export type AskedRevocation = { readonly kind: "revocation"; readonly token: string } | Refused;

/** What a request to a token endpoint asks for. */
export type Asked =
  | {
      readonly kind: "refreshToken";
      readonly refreshToken: string;
      /** Whether it was sent in a cookie; the new one is then set as a cookie as well. */
      readonly inCookie?: boolean;
    }
  | { readonly kind: "clientCredentials" }
  | Refused;

/** A grant that a dialect formats as a reply. */
export interface Granted {
  readonly grant: Grant;
  /** The value of `expires_in`, in seconds; `undefined` to send none. */
  readonly expiresIn: number | undefined;
  readonly inCookie: boolean;
}

/** Why the ledger rejected a refresh token. */
export type Dead = Extract<Outcome, { kind: "refused" }>;

/** A revocation endpoint, and how its requests are read. */
export interface RevocationEndpoint {
  readonly path: string;
  /** Finds the token that a request revokes. */
  read(call: TokenCall, client: ClientRegistration): AskedRevocation;
}

/** The protocol of one provider: everything in which its token endpoint differs from the others. */
export interface Dialect {
  /** Path of the token endpoint. */
  readonly tokenPath: string;
  /** Path of the protected resource; all paths below it are protected as well. */
  readonly resourcePath: string;
  /** The revocation endpoint, if the provider has one. */
  readonly revocation?: RevocationEndpoint;
  /** The grant type; `client_credentials` has no refresh tokens. */
  readonly grantType: "refresh_token" | "client_credentials";
  readonly formats: TokenFormats;
  /** The required media type of a body; `undefined` if bodies are ignored. */
  readonly body: MediaType | undefined;
  /** Finds what a request asks for. */
  read(call: TokenCall, client: ClientRegistration): Asked;
  /** The reply with new tokens. */
  granted(granted: Granted): Reply;
  /** The reply to a malformed request or an unknown client. */
  refused(refusal: Refusal): Reply;
  /** The reply to a refresh token that is unknown, spent, revoked or expired. */
  dead(dead: Dead): Reply;
}
