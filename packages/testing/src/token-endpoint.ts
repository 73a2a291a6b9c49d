import { deliver, deliveryUnder } from "./delivery.ts";
import type { Exchange } from "./http/listener.ts";
import { pause } from "./http/pause.ts";
import { callLimit, receive } from "./http/receive.ts";
import type { Provider } from "./provider.ts";
import type { RequestLog } from "./request-log.ts";
import { readTokenCall } from "./token-call.ts";

/** Replies to one request to a token endpoint, unless a fault prevents it. */
export async function answerTokenRequest(
  exchange: Exchange,
  provider: Provider,
  log: RequestLog,
  closing: AbortSignal,
): Promise<void> {
  provider.traffic.tokenRequests += 1;
  const received = await receive(exchange.message, callLimit);
  log.add(received.request);
  provider.requests.add(received.request);
  if (!received.complete) return;
  const { proofs } = provider;
  const proof = await proofs.check({ endpoint: "token", request: received.request });
  const answer = readTokenCall(received, provider, proof);
  const process = () => proofs.withNonce("token", answer());
  const delivery = deliveryUnder(provider.faults.take(), process);
  await pause(provider.settings.latency, closing);
  deliver(delivery, exchange);
}
