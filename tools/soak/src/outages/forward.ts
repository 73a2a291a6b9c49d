import { once } from "node:events";
import { type IncomingMessage, request as send } from "node:http";
import { buffer } from "node:stream/consumers";

/** A whole answer. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: Buffer;
}

/** Sends a request on, over a connection of its own: one of a pool might be closed at that moment. */
export async function forward(
  target: URL,
  { method, url, headers }: IncomingMessage,
  body: Buffer,
): Promise<Answer> {
  const outgoing = send(new URL(url ?? "/", target), { method, headers, agent: false });
  outgoing.end(body);
  const [incoming]: IncomingMessage[] = await once(outgoing, "response");
  if (!incoming) throw new TypeError("no answer");
  return {
    status: incoming.statusCode ?? 0,
    contentType: incoming.headers["content-type"] ?? "",
    body: await buffer(incoming),
  };
}
