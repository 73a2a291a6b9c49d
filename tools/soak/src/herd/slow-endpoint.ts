import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import type { Families } from "./families.ts";

/** As many as may arrive at once without a second SYN. */
const backlog = 4_096;

/**
 * A token endpoint that serves so many requests in a second, in the order in which they arrive. It also
 * carries out the requests of clients that have gone: like most servers, it does not notice.
 */
export class SlowEndpoint implements AsyncDisposable {
  connections = 0;
  mostConnections = 0;
  /** How many requests have arrived completely. */
  requests = 0;
  /** How many replies nobody received. */
  repliesLost = 0;
  readonly #server: Server;
  readonly #families: Families;
  /** How long a request takes, ms. */
  readonly #duration: number;
  /** When the last request in the queue will be done, on the clock of `performance.now()`. */
  #freeAt = 0;

  static async start(families: Families, rate: number): Promise<SlowEndpoint> {
    const endpoint = new SlowEndpoint(families, rate);
    endpoint.#server.listen({ port: 0, host: "127.0.0.1", backlog });
    await once(endpoint.#server, "listening");
    return endpoint;
  }

  private constructor(families: Families, rate: number) {
    this.#families = families;
    this.#duration = 1_000 / rate;
    this.#server = createServer({ keepAliveTimeout: 600_000 }, (request, response) => {
      this.#serve(request, response);
    });
    this.#server.on("connection", (socket) => {
      this.connections++;
      this.mostConnections = Math.max(this.mostConnections, this.connections);
      socket.once("close", () => this.connections--);
    });
  }

  get url(): string {
    const address = this.#server.address();
    if (typeof address !== "object" || !address) throw new Error("the endpoint does not listen");
    return `http://127.0.0.1:${address.port}/token`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request).catch(() => undefined);
    // The client was gone before it had sent all.
    if (body === undefined) return;
    this.requests++;
    await this.#turn();
    const reply = this.#families.refresh(new URLSearchParams(body).get("refresh_token") ?? "");
    if (response.destroyed) this.repliesLost++;
    response.writeHead("error" in reply ? 400 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(reply));
  }

  #turn(): Promise<void> {
    const now = performance.now();
    this.#freeAt = Math.max(now, this.#freeAt) + this.#duration;
    return sleep(this.#freeAt - now);
  }
}
