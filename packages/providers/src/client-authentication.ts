import { wrongOption } from "@refresh-once/core/adapter";

/** How a client says who it is: parts of a request with a form. */
interface ClientAuthentication {
  readonly headers: Readonly<Record<string, string>>;
  readonly fields: Readonly<Record<string, string>>;
}

/**
 * HTTP Basic for a confidential client; without a secret, the id in the form.
 *
 * @param of whose options these are
 * @throws {TypeError} that names the wrong one
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1 RFC 6749 §2.3.1}
 */
export function clientAuthentication(
  of: string,
  clientId: string | undefined,
  clientSecret: string | undefined,
): ClientAuthentication {
  const id = required(of, "clientId", clientId);
  if (clientSecret === undefined) return { headers: {}, fields: { client_id: id } };
  if (typeof clientSecret !== "string") {
    throw wrongOption(of, "clientSecret", "a string");
  }
  const basic = btoa(`${encode(id)}:${encode(clientSecret)}`);
  return { headers: { authorization: `Basic ${basic}` }, fields: {} };
}

/** @throws {TypeError} that names the option of what it is one of */
export function required(of: string, name: string, value: unknown): string {
  if (typeof value === "string" && value !== "") return value;
  throw wrongOption(of, name, "a non-empty string");
}

function encode(value: string): string {
  return new URLSearchParams({ "": value }).toString().slice(1);
}
