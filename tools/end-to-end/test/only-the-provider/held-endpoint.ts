import { createServer } from "node:http";
import { buffer } from "node:stream/consumers";
import { listen } from "../loopback.ts";

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
  const server = createServer({ keepAliveTimeout: 600_000 }, async (request, response) => {
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
  const listening = await listen(server);
  return {
    url: `http://127.0.0.1:${listening.port}`,
    release,
    async [Symbol.asyncDispose]() {
      release();
      await listening[Symbol.asyncDispose]();
    },
  };
}
