import { once } from "node:events";
import { createServer } from "node:http";
import { buffer } from "node:stream/consumers";

/** Stands in front of a token endpoint, and holds its responses back until `release` is called. */
export interface HeldEndpoint extends AsyncDisposable {
  readonly url: string;
  release(): void;
}

export async function holdResponses(tokenUrl: string): Promise<HeldEndpoint> {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const server = createServer(async (request, response) => {
    const { method = "POST", headers } = request;
    const { authorization = "", "content-type": contentType = "application/json" } = headers;
    const answer = await fetch(tokenUrl, {
      method,
      headers: { authorization, "content-type": contentType },
      body: await buffer(request),
    });
    const body = await answer.text();
    await released;
    response.writeHead(answer.status, { "content-type": "application/json" }).end(body);
  });
  // Longer than any test, so that a client never meets a socket that is just being closed for idling.
  server.keepAliveTimeout = 600_000;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" ? address?.port : undefined}`,
    release,
    async [Symbol.asyncDispose]() {
      release();
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
