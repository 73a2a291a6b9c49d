import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import type { AuthorizationServer } from "@refresh-once/testing";
import { asRegistered } from "../../quick-start/registered.ts";
import { replyOf } from "./replies.ts";

/** The provider whose token endpoint the page calls. */
export const provider = "rfc6749";

/** `auth.example.com` and `api.example.com`, on loopback. */
export interface Api extends AsyncDisposable {
  readonly port: number;
}

/** Starts an API that lets an authorization server judge the access tokens. */
export async function startApi(server: AuthorizationServer): Promise<Api> {
  const listener = createServer({ keepAliveTimeout: 600_000 }, (request, response) => {
    answer(server, request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const address = listener.address();
  if (address === null || typeof address === "string") throw new Error("the API has no port");
  return {
    port: address.port,
    async [Symbol.asyncDispose]() {
      listener.closeAllConnections();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}

async function answer(
  server: AuthorizationServer,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = "GET", headers, url: path = "/" } = request;
  const body = await buffer(request);
  const isTokenCall = headers.host === "auth.example.com";
  const judged = isTokenCall
    ? await refresh(server, { "content-type": headers["content-type"] ?? "" }, body)
    : await fetch(server.resourceUrl(provider), {
        headers: { authorization: headers.authorization ?? "" },
      });
  if (isTokenCall || !judged.ok) {
    const challenge = judged.headers.get("www-authenticate");
    response
      .writeHead(judged.status, {
        "content-type": "application/json",
        ...(challenge && { "www-authenticate": challenge }),
      })
      .end(await judged.text());
    return;
  }
  await judged.text();
  const url = new URL(path, "https://api.example.com");
  const reply = replyOf({ method, url, body: body.toString() });
  response.writeHead(reply.status, { "content-type": "application/json" });
  response.end(reply.body === undefined ? "" : JSON.stringify(reply.body));
}

/** Passes a call of the token endpoint on, as the client that the server knows. */
function refresh(
  server: AuthorizationServer,
  headers: Readonly<Record<string, string>>,
  body: Buffer,
): Promise<Response> {
  const call = asRegistered(provider, { headers, body }, server.client);
  return fetch(server.tokenUrl(provider), {
    method: "POST",
    headers: call.headers,
    body: Uint8Array.from(call.body),
  });
}
