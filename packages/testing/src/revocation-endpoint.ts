import { deliver, deliveryUnder } from "./delivery.ts";
import type { AskedRevocation, RevocationEndpoint } from "./dialects/dialect.ts";
import { readCall, rejectedByHttp, uncached } from "./endpoint-call.ts";
import type { Exchange } from "./http/listener.ts";
import { pause } from "./http/pause.ts";
import { callLimit, type Received, receive } from "./http/receive.ts";
import type { Reply } from "./http/reply.ts";
import type { Provider } from "./provider.ts";

/**
 * Replies to one request to a revocation endpoint, unless a fault prevents it.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc7009#section-2 RFC 7009 §2}
 */
export async function answerRevocationRequest(
  exchange: Exchange,
  provider: Provider,
  endpoint: RevocationEndpoint,
  closing: AbortSignal,
): Promise<void> {
  const received = await receive(exchange.message, callLimit);
  if (!received.complete) return;
  const delivery = deliveryUnder(provider.revocationFaults.take(), () =>
    uncached(
      rejectedByHttp(received) ?? process(readAsked(received, provider, endpoint), provider),
    ),
  );
  await pause(provider.settings.latency, closing);
  deliver(delivery, exchange);
}

function readAsked(
  received: Received,
  { client }: Provider,
  endpoint: RevocationEndpoint,
): AskedRevocation {
  const call = readCall(received, "application/x-www-form-urlencoded");
  return "kind" in call ? call : endpoint.read(call, client);
}

/** RFC 7009 §2.2: the reply for an unknown token is the same as for a revoked one. */
function process(asked: AskedRevocation, { dialect, ledger }: Provider): Reply {
  if (asked.kind === "refused") return dialect.refused(asked.refusal);
  ledger.revoke(asked.token);
  return { status: 200, headers: {}, body: "" };
}
