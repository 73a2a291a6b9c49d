import type { ClientRegistration, Refused, TokenCall } from "./dialect.ts";
import { textField } from "./fields.ts";
import { invalidClient, invalidRequest } from "./oauth-replies.ts";

/** The one way in which a provider lets a confidential client authenticate. */
export type ClientMethod = "body" | "basic" | "raw basic";

/**
 * Checks that the client authenticates in the provider's way, and in no other.
 *
 * @returns `undefined` if it does, otherwise the error
 */
export function refusedBy(
  method: ClientMethod,
  { headers, fields }: TokenCall,
  client: ClientRegistration,
): Refused | undefined {
  const { authorization } = headers;
  if (method === "body") {
    if (authorization !== undefined) return invalidRequest("Unexpected Authorization header.");
    const isKnown =
      textField(fields, "client_id") === client.clientId &&
      textField(fields, "client_secret") === client.clientSecret;
    return isKnown ? undefined : invalidClient("Unknown client or wrong secret.");
  }
  if (authorization === undefined) return invalidClient("Missing valid authorization header.");
  if (fields.has("client_secret")) return invalidRequest("The secret must not be in the body.");
  const expected = method === "basic" ? formEncoded(client) : raw(client);
  return authorization === `Basic ${Buffer.from(expected).toString("base64")}`
    ? undefined
    : invalidClient("Unknown client or wrong secret.");
}

function raw({ clientId, clientSecret }: ClientRegistration): string {
  return `${clientId}:${clientSecret}`;
}

/** RFC 6749 §2.3.1: form-encoded before they are joined. */
function formEncoded({ clientId, clientSecret }: ClientRegistration): string {
  const encode = (text: string) => new URLSearchParams([["", text]]).toString().slice(1);
  return `${encode(clientId)}:${encode(clientSecret)}`;
}
