import type { Exchange } from "./http/listener.ts";
import { pause } from "./http/pause.ts";
import { type Received, receive } from "./http/receive.ts";
import { jsonReply, type Reply, send } from "./http/reply.ts";
import type { Provider } from "./provider.ts";
import { accessTokenIn, problemWith } from "./resource-authorization.ts";
import { readSteering, type Steering } from "./steering.ts";
import { type Unauthorized, unauthorized } from "./unauthorized.ts";

const echoLimit = 1024 * 1024;

/** Replies to one request to the protected resource: with an echo of the request, or as its query demands. */
export async function answerResourceRequest(
  { message, response }: Exchange,
  provider: Provider,
  closing: AbortSignal,
): Promise<void> {
  const { traffic } = provider;
  traffic.resourceRequests += 1;
  // Check the token on arrival: it counts as valid even if it expires while the body arrives or during the delay.
  const sent = accessTokenIn(message);
  const alive = provider.ledger.accepts(sent?.accessToken ?? "");
  const received = await receive(message, echoLimit);
  if (!received.complete) return;
  const problem = await problemWith(sent, alive, { request: received.request, provider });
  const read = readSteering(received.request.path);
  if (read.kind === "invalid") return send(response, read.reply);
  const steeredReply = steered(read.steering, problem, received, provider);
  const reply = provider.proofs.withNonce("resource", padded(steeredReply, read.steering.size));
  if (reply.status === 200) traffic.accepted += 1;
  if (reply.status === 401) traffic.unauthorized += 1;
  await pause(read.steering.delay, closing);
  send(response, reply);
}

function steered(
  steering: Steering,
  problem: Unauthorized | undefined,
  received: Received,
  of: Provider,
): Reply {
  const { authorization } = received.request.headers;
  if (problem) return unauthorized(of.name, authorization, problem);
  if (steering.always401) return unauthorized(of.name, authorization, { error: "invalid_token" });
  if (steering.insufficientScope) {
    return unauthorized(of.name, authorization, { error: "insufficient_scope" });
  }
  if (steering.redirect !== undefined) {
    return { status: 302, headers: { location: steering.redirect }, body: "" };
  }
  return echo(received, of);
}

function echo({ request, bodyBytes }: Received, { name }: Provider): Reply {
  const { method, path, headers, body } = request;
  const contentType = headers["content-type"] ?? null;
  return jsonReply(200, { provider: name, method, path, contentType, body, bodyBytes });
}

/** Pads a reply with spaces at its end, which do not change JSON. */
function padded(reply: Reply, size: number): Reply {
  const missing = size - Buffer.byteLength(reply.body);
  return missing > 0 ? { ...reply, body: reply.body + " ".repeat(missing) } : reply;
}
