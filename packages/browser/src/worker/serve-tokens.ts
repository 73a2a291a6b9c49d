import type { TokenManager } from "@refresh-once/core";
import { adapterView } from "@refresh-once/core/adapter";
import { changeChannel } from "../context/change-channel.ts";
import { newId, takeLock } from "../context/lifetime-lock.ts";
import { resultOf } from "./call-result.ts";
import { type Call, isCallMessage, type Reply, workerTopic } from "./messages.ts";
import { toWireError } from "./wire-error.ts";

/**
 * Serves the tokens of a worker to all pages of the origin, which use them by `remoteTokens`. The refresh then
 * runs in the worker: it goes on if a tab is closed, and no page ever has the refresh token.
 *
 * Call it at the top level of a `SharedWorker`, a service worker or a dedicated worker, and before the script
 * waits for anything: a page connects as soon as the script has run.
 *
 * @example
 * ```ts
 * import { browserStore, serveTokens } from "@refresh-once/browser";
 * import { createTokenManager } from "@refresh-once/core";
 * import { autional } from "@refresh-once/providers";
 *
 * const refresh = autional({ url: "https://api.example.com/oauth/refresh", cookie: true });
 * serveTokens(createTokenManager({ refresh, store: browserStore({ key: "session" }) }));
 * ```
 *
 * @param tokens the token manager of the worker
 * @throws {TypeError} if `tokens` is not a token manager
 * @see {@link https://datatracker.ietf.org/doc/html/draft-ietf-oauth-browser-based-apps OAuth 2.0 for
 * browser-based applications}
 */
export function serveTokens(tokens: TokenManager): void {
  adapterView(tokens, "serveTokens").onChange(() => changeChannel().announce(workerTopic));
  const lock = takeLifetimeLock();
  const receive = (event: Event) => {
    const call = callIn(event);
    if (!call) return;
    const replied = reply(call, tokens, lock);
    // The browser must not end a service worker during a refresh.
    if ("waitUntil" in event && typeof event.waitUntil === "function") event.waitUntil(replied);
  };
  // A page connects to a SharedWorker by a port. Other workers get the messages themselves.
  globalThis.addEventListener("connect", (event) => {
    for (const port of portsOf(event)) port.onmessage = receive;
  });
  globalThis.addEventListener("message", receive);
}

/** A call, and the port for its replies. */
interface ReceivedCall {
  readonly call: Call;
  readonly port: MessagePort;
}

async function reply(
  { call, port }: ReceivedCall,
  tokens: TokenManager,
  lock: Promise<string | undefined>,
): Promise<void> {
  const send = (message: Reply) => port.postMessage(message);
  send({ accepted: await lock });
  await resultOf(call, tokens).then(send, (thrown) => send({ error: toWireError(thrown) }));
}

/** Takes a lock that shows to pages that this worker is alive. Returns its id, if there are Web Locks. */
async function takeLifetimeLock(): Promise<string | undefined> {
  const id = `worker:${newId()}`;
  return (await takeLock(id)) && id;
}

function callIn(event: Event): ReceivedCall | undefined {
  const data: unknown = Reflect.get(event, "data");
  const [port] = portsOf(event);
  return port && isCallMessage(data) ? { call: data.call, port } : undefined;
}

function portsOf(event: Event): readonly MessagePort[] {
  const ports: readonly MessagePort[] | undefined = Reflect.get(event, "ports");
  return ports ?? [];
}
