import type { Refused, TokenCall } from "./dialects/dialect.ts";
import { type Fields, type MediaType, readFields } from "./dialects/fields.ts";
import { callLimit, type Received } from "./http/receive.ts";
import { jsonReply, type Reply } from "./http/reply.ts";

const noFields: Fields = new Map();

/** The reply to a request that no token or revocation endpoint accepts; `undefined` if it is acceptable. */
export function rejectedByHttp({ request, bodyBytes }: Received): Reply | undefined {
  if (request.method !== "POST") {
    return jsonReply(405, { error: "method_not_allowed" }, { allow: "POST" });
  }
  return bodyBytes > callLimit ? jsonReply(413, { error: "content_too_large" }) : undefined;
}

/** Parses the body of a request, if the endpoint reads one. */
export function readCall(
  { request: { headers, body } }: Received,
  mediaType: MediaType | undefined,
): TokenCall | Refused {
  if (mediaType === undefined) return { headers, fields: noFields };
  const read = readFields(body, mediaType, headers["content-type"]);
  if (read.kind === "fields") return { headers, fields: read.fields };
  const { description } = read;
  return { kind: "refused", refusal: { error: "invalid_request", description } };
}

/**
 * Adds the header that forbids caching.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-5.1 RFC 6749 §5.1}
 */
export function uncached(reply: Reply): Reply {
  return { ...reply, headers: { ...reply.headers, "cache-control": "no-store" } };
}
