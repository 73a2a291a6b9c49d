import type { IncomingMessage } from "node:http";
import type { ReceivedRequest } from "../request-log.ts";

/** A request that was read to its end, or until the client disconnected. */
export interface Received {
  readonly request: ReceivedRequest;
  /** The size of the whole body. `request.body` contains only the part up to the limit. */
  readonly bodyBytes: number;
  /** Whether the whole body arrived. */
  readonly complete: boolean;
}

/** The largest body that a token or revocation endpoint accepts, in bytes. */
export const callLimit = 64 * 1024;

/** Reads a request, and keeps up to `limit` bytes of its body. */
export async function receive(message: IncomingMessage, limit: number): Promise<Received> {
  const at = Date.now();
  const { kept, bodyBytes } = await readBody(message, limit);
  const { method = "", url = "" } = message;
  const body = kept.toString("utf8");
  return {
    request: { method, path: url, headers: headersOf(message), body, at },
    bodyBytes,
    complete: message.complete,
  };
}

/** The headers of a request, each as one string. */
function headersOf(message: IncomingMessage): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  for (const [name, value = ""] of Object.entries(message.headers)) {
    headers[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return headers;
}

async function readBody(
  message: IncomingMessage,
  limit: number,
): Promise<{ kept: Buffer; bodyBytes: number }> {
  const chunks: Buffer[] = [];
  let bodyBytes = 0;
  const take = (chunk: Buffer) => {
    if (bodyBytes < limit) chunks.push(chunk.subarray(0, limit - bodyBytes));
    bodyBytes += chunk.length;
  };
  try {
    for await (const chunk of message) take(chunk);
  } catch {
    // The client has disconnected; `message.complete` is false.
  }
  return { kept: Buffer.concat(chunks), bodyBytes };
}
