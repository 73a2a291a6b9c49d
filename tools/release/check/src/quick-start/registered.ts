import type { ClientRegistration, ProviderName } from "@refresh-once/testing";

/** A call of a token endpoint, on its way. */
interface Call {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** A page names a client of its own; the server knows one, which it has made up. */
export function asRegistered(
  provider: ProviderName,
  { headers, body }: Call,
  { clientId, clientSecret, partnerId }: ClientRegistration,
): Call {
  if (provider === "partner") return { headers: { ...headers, partnerid: `${partnerId}` }, body };
  if (provider !== "rfc6749") return { headers, body };
  const form = new URLSearchParams(body.toString());
  form.set("client_id", clientId);
  form.set("client_secret", clientSecret);
  return { headers, body: Buffer.from(`${form}`) };
}
