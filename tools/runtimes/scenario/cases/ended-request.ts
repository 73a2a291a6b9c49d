import { homeOf, openAccount } from "../account.ts";
import { type Client, openClient } from "../clients.ts";
import type { Facts, Step, Target } from "../protocol.ts";
import type { Referee } from "../referee.ts";

/** What a Worker is bound to, to send requests to itself. */
export interface Isolate {
  fetch(url: string): Promise<Response>;
}

/** What the requests of an isolate share, as a module of a Worker does. */
interface Shared {
  readonly client: Client;
  readonly referee: Referee;
}

let shared: Shared | undefined;

const twoWait = "two callers wait";

/** Of a request that ends when the servers have seen something. */
function leaveUrl(step: Step): string {
  return `https://isolate/leave?${new URLSearchParams({ step })}`;
}

/** The first request begins a refresh that is never answered, and ends; then a second one comes. */
export async function endedRequest(
  target: Target,
  referee: Referee,
  isolate: Isolate,
): Promise<Facts> {
  await share(target, referee);
  await received(isolate.fetch(leaveUrl("refresh sent")));
  return { later: await received(isolate.fetch("https://isolate/stay")) };
}

/** The second one has its 401 before the first one ends. */
export async function endedRequestWithWaiter(
  target: Target,
  referee: Referee,
  isolate: Isolate,
): Promise<Facts> {
  await share(target, referee);
  const left = received(isolate.fetch(leaveUrl(twoWait)));
  await referee.step("refresh sent");
  const waiting = received(isolate.fetch("https://isolate/stay"));
  await left;
  return { waiting: await waiting };
}

/** What the Worker does with a request of its own. */
export async function answer({ url }: { readonly url: string }): Promise<Response> {
  if (!shared) throw new Error("no case has begun");
  const { client, referee } = shared;
  const { pathname, searchParams } = new URL(url);
  const status = client().then((one) => String(one.status));
  if (pathname === "/stay") return new Response(await status);
  status.catch(() => {});
  await referee.step(searchParams.get("step") === twoWait ? twoWait : "refresh sent");
  return new Response("left");
}

async function share(target: Target, referee: Referee): Promise<void> {
  shared = { client: openClient("fetch", openAccount(target), homeOf(target)), referee };
  await referee.step("expire");
  await referee.step("hang");
}

async function received(response: Promise<Response>): Promise<string> {
  return (await response).text();
}
