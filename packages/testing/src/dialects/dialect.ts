import type { Reply } from "../http/reply.ts";
import type { Grant, Outcome } from "../ledger/grant.ts";
import type { TokenFormats } from "../ledger/token-mint.ts";
import type { Fields, MediaType } from "./fields.ts";

/** The client that the server knows. */
export interface ClientRegistration {
  readonly clientId: string;
  /** Holds characters that a form must encode, as RFC 6749 allows. */
  readonly clientSecret: string;
  /** An int32. */
  readonly partnerId: number;
}

/** A token endpoint call as a dialect sees it. */
export interface TokenCall {
  readonly headers: Readonly<Record<string, string>>;
  readonly fields: Fields;
}

/**
 * Why a call was refused before any refresh token was looked at.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-5.2 RFC 6749 §5.2}
 */
export interface Refusal {
  readonly error: "invalid_request" | "invalid_client" | "unsupported_grant_type";
  readonly description: string;
}

/** A call that was refused. */
export interface Refused {
  readonly kind: "refused";
  readonly refusal: Refusal;
}

/** What a call of a revocation endpoint asks for. */
export type AskedRevocation = { readonly kind: "revocation"; readonly token: string } | Refused;

/** What a call asks for. */
export type Asked =
  | {
      readonly kind: "refreshToken";
      readonly refreshToken: string;
      /** It came in a cookie, so that the next one goes there, too. */
      readonly inCookie?: boolean;
    }
  | { readonly kind: "clientCredentials" }
  | Refused;

/** A grant to be put into a reply. */
export interface Granted {
  readonly grant: Grant;
  /** Seconds to announce as `expires_in`, if any. */
  readonly expiresIn: number | undefined;
  readonly inCookie: boolean;
}

/** Why the ledger refused a refresh token. */
export type Dead = Extract<Outcome, { kind: "refused" }>;

/** Where a token can be revoked, and how a call there is read. */
export interface RevocationEndpoint {
  readonly path: string;
  /** Finds which token a call is about. */
  read(call: TokenCall, client: ClientRegistration): AskedRevocation;
}

/** How one provider speaks: everything in which its token endpoint differs from the others. */
export interface Dialect {
  /** Path of the token endpoint. */
  readonly tokenPath: string;
  /** Path of the protected resource; all that is below it is protected, too. */
  readonly resourcePath: string;
  /** The revocation endpoint, where there is one. */
  readonly revocation?: RevocationEndpoint;
  /** By what tokens are granted; `client_credentials` comes without refresh tokens. */
  readonly grantType: "refresh_token" | "client_credentials";
  readonly formats: TokenFormats;
  /** What a body must be; undefined when bodies are not looked at. */
  readonly body: MediaType | undefined;
  /** Finds what a call asks for. */
  read(call: TokenCall, client: ClientRegistration): Asked;
  /** The reply with new tokens. */
  granted(granted: Granted): Reply;
  /** The reply to a call that cannot be understood or whose client is not known. */
  refused(refusal: Refusal): Reply;
  /** The reply to a refresh token that is unknown, spent, revoked or expired. */
  dead(dead: Dead): Reply;
}
