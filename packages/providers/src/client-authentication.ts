import { wrongOption } from "@refresh-once/core/adapter";
import { checkClientSecret, required } from "./client-options.ts";
import { basic, formEncode, inBody } from "./client-secret.ts";
import { credentialsOf } from "./own-authentication.ts";

/**
 * A way for a client to authenticate.
 *
 * - `"client_secret_basic"`: HTTP Basic. Id and secret are form-encoded first, as RFC 6749 §2.3.1 requires.
 * - `"client_secret_basic_raw"`: HTTP Basic without this encoding, for providers that do not decode it.
 * - `"client_secret_post"`: id and secret in the body.
 * - `"none"`: only the id in the body, for a public client, or with mutual TLS.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1 RFC 6749 §2.3.1}
 * @see {@link https://www.rfc-editor.org/rfc/rfc8705#section-2 RFC 8705 §2}: mutual TLS
 */
export type ClientAuthenticationMethod =
  | "client_secret_basic"
  | "client_secret_basic_raw"
  | "client_secret_post"
  | "none";

/** The request that a client authenticates. */
export interface ClientRequest {
  /** The client's id. */
  readonly clientId: string;
  /** The URL of the endpoint. */
  readonly url: string;
  /** The issuer identifier of the authorization server, if it is known. */
  readonly issuer?: string | undefined;
  /** Aborts when the request's time limit passes. */
  readonly signal: AbortSignal;
}

/** What a request must contain so that the client is authenticated. */
export interface ClientCredentials {
  /** Headers of the request. Default: none. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Fields of the body. Default: none. */
  readonly fields?: Readonly<Record<string, string>>;
}

/**
 * Authenticates a client in a way of its own, such as `privateKeyJwt` of
 * `@refresh-once/providers/private-key-jwt`. It is called for each request. If it throws, nothing is sent.
 */
export type ClientAuthenticator = (
  request: ClientRequest,
) => ClientCredentials | Promise<ClientCredentials>;

/** Options of a function that authenticates a client. */
export interface ClientOptions {
  readonly clientId?: string | undefined;
  readonly clientSecret?: string | undefined;
  readonly clientAuthentication?: ClientAuthenticationMethod | ClientAuthenticator | undefined;
}

/** Names of the {@link ClientOptions}. */
export const clientOptionNames = ["clientId", "clientSecret", "clientAuthentication"] as const;

/** How a client authenticates with its secret. */
const bySecret = {
  client_secret_basic: (id: string, secret: string) => basic(formEncode(id), formEncode(secret)),
  client_secret_basic_raw: basic,
  client_secret_post: inBody,
} as const satisfies Partial<
  Record<ClientAuthenticationMethod, (id: string, secret: string) => ClientCredentials>
>;

/** Authenticates the client of one request. */
export type Authenticate = (
  request: Omit<ClientRequest, "clientId">,
) => ReturnType<ClientAuthenticator>;

/**
 * Makes the function that authenticates a client.
 *
 * @param caller the function that an error names
 * @throws {TypeError} if an option is wrong
 */
export function authentication(caller: string, options: ClientOptions): Authenticate {
  const { clientSecret } = options;
  const usual = clientSecret === undefined ? "none" : "client_secret_basic";
  const { clientAuthentication: method = usual } = options;
  const clientId = required(caller, "clientId", options.clientId);
  if (typeof method !== "function" && method !== "none" && !Object.hasOwn(bySecret, method)) {
    const names = [...Object.keys(bySecret), "none"].map((name) => `"${name}"`).join(", ");
    throw wrongOption(caller, "clientAuthentication", `one of ${names}, or a function`);
  }
  if (typeof method === "function" || method === "none") {
    if (clientSecret !== undefined) throw unusedSecret(caller);
    if (method === "none") return () => ({ fields: { client_id: clientId } });
    return (request) => credentialsOf(method, { clientId, ...request });
  }
  const credentials = bySecret[method](clientId, checkClientSecret(caller, clientSecret));
  return () => credentials;
}

function unusedSecret(caller: string): TypeError {
  return wrongOption(caller, "clientSecret", "absent, as `clientAuthentication` does not use it");
}
