import { createServer as createHttpServer, type RequestListener, type Server } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { Certificate } from "./certificates.ts";

/** A server at the origin of a token endpoint, on loopback. */
export interface OriginServer extends AsyncDisposable {
  readonly origin: string;
  /** The requests that it has got, with everything that could hold a secret. */
  readonly requests: readonly string[];
}

/** How such a server differs from a usual one. */
export interface OriginOptions {
  readonly certificate?: Certificate;
  /** The headers of a response, at the time when it is sent; `Date` is not sent if they have none. */
  readonly headers?: () => Readonly<Record<string, string>>;
}

/** Starts such a server. It knows no path. */
export async function startOrigin(options: OriginOptions = {}): Promise<OriginServer> {
  const { certificate, headers } = options;
  const requests: string[] = [];
  const listener: RequestListener = ({ method, url, headers: given }, response) => {
    requests.push([method, url, given.authorization, given["content-length"]].join(" ").trim());
    response.sendDate = headers === undefined;
    response.writeHead(404, headers?.() ?? {}).end();
  };
  const server = certificate
    ? createHttpsServer(certificate, listener)
    : createHttpServer(listener);
  const port = await listening(server);
  return {
    origin: `${certificate ? "https" : "http"}://127.0.0.1:${port}`,
    requests,
    [Symbol.asyncDispose]: () => closed(server),
  };
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("no TCP address");
  return address.port;
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
