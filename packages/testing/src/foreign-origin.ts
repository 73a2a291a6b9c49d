import type { Exchange } from "./http/listener.ts";
import { receive } from "./http/receive.ts";
import { send } from "./http/reply.ts";
import type { RequestLog } from "./request-log.ts";
import { unauthorized } from "./unauthorized.ts";

const bodyLimit = 64 * 1024;

/** Replies to a request to the other origin with a 401 that a client may mistake for an expired token. */
export async function answerForeignRequest(
  { message, response }: Exchange,
  log: RequestLog,
): Promise<void> {
  const { request, complete } = await receive(message, bodyLimit);
  log.add(request);
  if (complete)
    send(
      response,
      unauthorized("other", request.headers.authorization, { error: "invalid_token" }),
    );
}
