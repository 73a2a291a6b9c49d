import type { ClientRegistration, Refused, TokenCall } from "./dialect.ts";
import { type Fields, textField } from "./fields.ts";
import { invalidClient, invalidRequest } from "./oauth-replies.ts";

interface Credentials {
  readonly id: string | undefined;
  readonly secret: string | undefined;
}

/**
 * Checks that the client authenticates by HTTP Basic or in the body.
 *
 * @returns `undefined` if it does, otherwise the error
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1 RFC 6749 §2.3.1}
 */
export function refusedClient(
  { headers, fields }: TokenCall,
  client: ClientRegistration,
): Refused | undefined {
  const { authorization } = headers;
  if (authorization !== undefined && fields.has("client_secret")) {
    return invalidRequest("The client authenticates in more than one way.");
  }
  const { id, secret } =
    authorization === undefined ? inBody(fields) : (inHeader(authorization) ?? {});
  if (id !== client.clientId || secret !== client.clientSecret) {
    return invalidClient("Unknown client, wrong secret or no client authentication.");
  }
  return undefined;
}

function inBody(fields: Fields): Credentials {
  return { id: textField(fields, "client_id"), secret: textField(fields, "client_secret") };
}

/** Reads HTTP Basic. The client form-encodes id and secret before it joins them with a colon. */
function inHeader(authorization: string): Credentials | undefined {
  const encoded = /^Basic +([\w+/]+={0,2})$/i.exec(authorization)?.[1];
  if (encoded === undefined) return undefined;
  const [id = "", secret = ""] = Buffer.from(encoded, "base64").toString("utf8").split(":");
  return { id: formDecoded(id), secret: formDecoded(secret) };
}

function formDecoded(text: string): string | undefined {
  return new URLSearchParams(`value=${text.replaceAll("&", "%26")}`).get("value") ?? undefined;
}
