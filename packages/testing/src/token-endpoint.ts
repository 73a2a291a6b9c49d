import { type Delivery, deliveryUnder } from "./delivery.ts";
import type { Exchange } from "./http/listener.ts";
import { pause } from "./http/pause.ts";
import { receive } from "./http/receive.ts";
import { send, sendTruncated } from "./http/reply.ts";
import type { Provider } from "./provider.ts";
import type { RequestLog } from "./request-log.ts";
import { readTokenCall } from "./token-call.ts";

const bodyLimit = 64 * 1024;

/** Answers one call of a token endpoint, unless a fault is to keep it from that. */
export async function answerTokenRequest(
  exchange: Exchange,
  provider: Provider,
  log: RequestLog,
  closing: AbortSignal,
): Promise<void> {
  provider.traffic.tokenRequests += 1;
  const received = await receive(exchange.message, bodyLimit);
  log.add(received.request);
  provider.requests.add(received.request);
  if (!received.complete) return;
  const tooLarge = received.bodyBytes > bodyLimit;
  const process = readTokenCall(received.request, tooLarge, provider);
  const delivery = deliveryUnder(provider.faults.take(), process);
  await pause(provider.settings.latency, closing);
  deliver(delivery, exchange);
}

function deliver(delivery: Delivery, { message, response }: Exchange): void {
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
