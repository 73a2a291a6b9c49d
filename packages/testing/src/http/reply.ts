import type { ServerResponse } from "node:http";

/** An HTTP reply that was not sent yet. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Makes a reply with a JSON body. */
export function jsonReply(
  status: number,
  value: object,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return {
    status,
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(value),
  };
}

/** Sends a reply. */
export function send(response: ServerResponse, reply: Reply): void {
  writeHead(response, reply);
  response.end(reply.body);
}

/** Sends the headers for the whole body, but only half of the body, and destroys the socket. */
export function sendTruncated(response: ServerResponse, reply: Reply): void {
  const body = Buffer.from(reply.body);
  writeHead(response, reply);
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
}

function writeHead(response: ServerResponse, { status, headers, body }: Reply): void {
  const bodyless = status === 204 || status === 304;
  response.writeHead(status, {
    ...headers,
    ...(!bodyless && { "content-length": String(Buffer.byteLength(body)) }),
  });
}
