import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import type { AuthorizationServer, ProviderName } from "@refresh-once/testing";
import { asRegistered } from "./registered.ts";

/** Which provider a host of a page stands for. */
export type Hosts = Readonly<Record<string, ProviderName>>;

/** Answers for every host of a page. */
export interface Front extends AsyncDisposable {
  readonly port: number;
  /** Hosts that were asked for and that the page's row does not have. */
  readonly strangers: readonly string[];
}

/** Starts a server on loopback that passes each host's requests on to an authorization server. */
export async function startFront(server: AuthorizationServer, hosts: Hosts): Promise<Front> {
  const strangers: string[] = [];
  const front = createServer({ keepAliveTimeout: 600_000 }, async (request, response) => {
    const host = request.headers.host ?? "";
    const provider = hosts[host];
    if (provider) return passOn(server, provider, request, response);
    strangers.push(host);
    response.writeHead(502).end();
  });
  await new Promise<void>((resolve) => front.listen(0, "127.0.0.1", resolve));
  const address = front.address();
  if (address === null || typeof address === "string") throw new Error("the front has no port");
  return {
    port: address.port,
    strangers,
    async [Symbol.asyncDispose]() {
      front.closeAllConnections();
      await new Promise((resolve) => front.close(resolve));
    },
  };
}

/** The token endpoint has the path that the provider documents; everything else is a resource. */
async function passOn(
  server: AuthorizationServer,
  provider: ProviderName,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const tokenUrl = server.tokenUrl(provider);
  const isTokenCall = request.method === "POST" && tokenUrl.endsWith(request.url ?? "?");
  const original = `https://${request.headers.host}${request.url}`;
  const call = {
    headers: { ...sentOn(request), "x-original-url": original },
    body: await buffer(request),
  };
  const { headers, body } = isTokenCall ? asRegistered(provider, call, server.client) : call;
  const answer = await fetch(isTokenCall ? tokenUrl : server.resourceUrl(provider), {
    method: request.method ?? "GET",
    headers,
    ...(body.length > 0 && { body: Uint8Array.from(body) }),
  });
  const type = answer.headers.get("content-type") ?? "application/json";
  response.writeHead(answer.status, { "content-type": type }).end(await answer.text());
}

const ofThisConnection = ["host", "connection", "content-length", "transfer-encoding"];

function sentOn({ headers }: IncomingMessage): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => !ofThisConnection.includes(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, String(value)]));
}
