import { createServer, type ServerResponse } from "node:http";
import { CommandError } from "../program/command-error.ts";

/** What the browser brings back from the provider. */
interface Redirect {
  /** The address with the authorization code. */
  readonly url: URL;
  /** Tells the person in the browser how it ended. */
  answer(isLoggedIn: boolean): void;
}

/** Waits on loopback for the browser to come back (RFC 8252 §7.3). */
export interface RedirectReceiver extends AsyncDisposable {
  readonly redirectUri: string;
  /** The redirect with our `state`. Other requests are refused: any page can send them. */
  readonly received: Promise<Redirect>;
}

/** @throws {CommandError} if the port is in use */
export async function receiveRedirect(
  redirectUri: string,
  state: string,
): Promise<RedirectReceiver> {
  const target = new URL(redirectUri);
  const server = createServer();
  const received = new Promise<Redirect>((resolve) => {
    server.on("request", ({ method, url = "/" }, response) => {
      const address = new URL(url, target);
      const isOurs =
        method === "GET" &&
        address.pathname === target.pathname &&
        address.searchParams.get("state") === state;
      if (!isOurs) return end(response, 404, "This is not the login that was started.");
      resolve({ url: address, answer: (isLoggedIn) => end(response, ...texts(isLoggedIn)) });
    });
  });
  target.port = `${await listen(server, target)}`;
  return {
    redirectUri: target.href,
    received,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeIdleConnections();
    },
  };
}

function texts(isLoggedIn: boolean): [status: number, text: string] {
  if (isLoggedIn) return [200, "You are logged in. You can close this page."];
  return [400, "The login has failed. The terminal says why."];
}

function end(response: ServerResponse, status: number, text: string): void {
  const headers = { "content-type": "text/plain; charset=utf-8", connection: "close" };
  response.writeHead(status, headers).end(`${text}\n`);
}

function listen(server: ReturnType<typeof createServer>, { hostname, port }: URL): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", () =>
      reject(
        new CommandError(
          `Port ${port} is in use. End the other program, or choose another redirect URI.`,
        ),
      ),
    );
    server.listen(Number(port || 0), hostname.replace(/^\[|\]$/g, ""), () => {
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : 0);
    });
  });
}
