import type { Fault } from "./fault.ts";
import type { Exchange } from "./http/listener.ts";
import { type Reply, send, sendTruncated } from "./http/reply.ts";

/** How the server ends a request to a token or revocation endpoint. */
export type Delivery =
  | { readonly kind: "send"; readonly reply: Reply }
  | { readonly kind: "truncate"; readonly reply: Reply }
  | { readonly kind: "lostReply" }
  | { readonly kind: "reset" }
  | { readonly kind: "hang" };

/** Processes a request, unless its fault prevents that, and returns how to end it. */
export function deliveryUnder(fault: Fault | undefined, process: () => Reply): Delivery {
  switch (fault?.kind) {
    case undefined:
      return { kind: "send", reply: process() };
    case "status":
      return { kind: "send", reply: statusReply(fault) };
    case "reply":
      process();
      return { kind: "send", reply: scripted(fault.status ?? 200, fault.body, fault.contentType) };
    case "lostReply":
      process();
      return { kind: "lostReply" };
    case "truncate":
      return { kind: "truncate", reply: process() };
    case "reset":
      return { kind: "reset" };
    case "hang":
      return { kind: "hang" };
  }
}

function statusReply(fault: Extract<Fault, { kind: "status" }>): Reply {
  const { status, retryAfter, body = "", contentType } = fault;
  const reply = scripted(status, body, contentType);
  if (retryAfter === undefined) return reply;
  return { ...reply, headers: { ...reply.headers, "retry-after": String(retryAfter) } };
}

/** A reply with a given body. */
function scripted(status: number, body: string, contentType = "application/json"): Reply {
  const headers = { "cache-control": "no-store" };
  return { status, headers: body ? { ...headers, "content-type": contentType } : headers, body };
}

/** Ends a request. */
export function deliver(delivery: Delivery, { message, response }: Exchange): void {
  switch (delivery.kind) {
    case "send":
      send(response, delivery.reply);
      return;
    case "truncate":
      sendTruncated(response, delivery.reply);
      return;
    case "lostReply":
      response.destroy();
      return;
    case "reset":
      message.socket.resetAndDestroy();
      return;
    case "hang":
      return;
  }
}
