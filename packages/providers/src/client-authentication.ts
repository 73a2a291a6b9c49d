import { wrongOption } from "@refresh-once/core/adapter";

/** How a client authenticates: headers and form fields of a request. */
interface ClientAuthentication {
  readonly headers: Readonly<Record<string, string>>;
  readonly fields: Readonly<Record<string, string>>;
}

/**
 * Authenticates a confidential client by HTTP Basic. A public client, without a secret, sends its id in the
 * form.
 *
 * @param caller the function that an error names
 * @throws {TypeError} if an option is wrong
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1 RFC 6749 §2.3.1}
 */
export function clientAuthentication(
  caller: string,
  clientId: string | undefined,
  clientSecret: string | undefined,
): ClientAuthentication {
  const id = required(caller, "clientId", clientId);
  if (clientSecret === undefined) return { headers: {}, fields: { client_id: id } };
  if (typeof clientSecret !== "string") {
    throw wrongOption(caller, "clientSecret", "a string");
  }
  const basic = btoa(`${encode(id)}:${encode(clientSecret)}`);
  return { headers: { authorization: `Basic ${basic}` }, fields: {} };
}

/**
 * Checks that an option is a non-empty string.
 *
 * @param caller the function that the error names
 * @throws {TypeError}
 */
export function required(caller: string, name: string, value: unknown): string {
  if (typeof value === "string" && value !== "") return value;
  throw wrongOption(caller, name, "a non-empty string");
}

/** Form-encodes a value, as RFC 6749 §2.3.1 requires for HTTP Basic. */
function encode(value: string): string {
  return new URLSearchParams({ "": value }).toString().slice(1);
}
