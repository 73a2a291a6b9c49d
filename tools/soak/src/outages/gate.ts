import { once } from "node:events";
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { createServer, type Server, type Socket } from "node:net";
import { buffer } from "node:stream/consumers";
import type { Certificate } from "@refresh-once/end-to-end/certificates";
import { forward } from "./forward.ts";
import { listenSomewhere } from "./listen-somewhere.ts";

/** A request that has arrived whole, and is not forwarded. */
export interface Exchange {
  readonly response: ServerResponse;
  /** Resets its connection. */
  reset(): void;
}

/** What stands between the clients and the token endpoint during an outage. */
export interface Interceptor {
  /** @returns whether the connection was dealt with */
  connection?(socket: Socket): boolean;
  request(exchange: Exchange): void;
}

/** Forwards requests to a server, until something intercepts them. */
export class Gate implements AsyncDisposable {
  readonly #target: URL;
  readonly #web: ReturnType<typeof createHttpServer | typeof createHttpsServer>;
  /** The connections by the ports of their clients: those within TLS are not told otherwise. */
  readonly #sockets = new Map<number, Socket>();
  readonly #forwarding = new Set<Promise<void>>();
  #front: Server | undefined;
  #interceptor: Interceptor | undefined;
  /** 0 before it has listened for the first time. */
  #port = 0;

  /**
   * @param target where requests are forwarded to
   * @param certificate for https; without one it is http
   */
  constructor(target: URL, certificate: Certificate | undefined) {
    this.#target = target;
    const serve = (request: IncomingMessage, response: ServerResponse) => {
      this.#serve(request, response).catch(() => this.#reset(request));
    };
    this.#web = certificate ? createHttpsServer(certificate, serve) : createHttpServer(serve);
    this.#web.on("tlsClientError", () => {});
  }

  get port(): number {
    return this.#port;
  }

  /** The same as the target's, but for the way there. */
  get url(): string {
    const url = new URL(this.#target);
    url.protocol = "setSecureContext" in this.#web ? "https:" : "http:";
    url.port = String(this.#port);
    return url.href;
  }

  /** Listens, at the same port each time. */
  async open(): Promise<void> {
    const front = createServer((socket) => this.#accept(socket));
    if (this.#port === 0) this.#port = await listenSomewhere(front);
    else await once(front.listen(this.#port, "127.0.0.1"), "listening");
    this.#front = front;
  }

  /** Has connections refused, and cuts those that are open. */
  close(): void {
    this.#front?.close();
    this.#front = undefined;
    this.cut();
  }

  /** Forwards nothing any more; resolves when what was forwarded before is answered. */
  async intercept(interceptor: Interceptor): Promise<void> {
    this.#interceptor = interceptor;
    await Promise.all(this.#forwarding);
  }

  /** Forwards requests again. */
  pass(): void {
    this.#interceptor = undefined;
  }

  /** Cuts all connections. Intercept them first: a request must not be cut off after it was forwarded. */
  cut(): void {
    for (const socket of this.#sockets.values()) socket.destroy();
  }

  /** Shows this certificate to the connections that come. */
  present(certificate: Certificate): void {
    if ("setSecureContext" in this.#web) this.#web.setSecureContext(certificate);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
    this.#web.closeAllConnections();
  }

  #accept(socket: Socket): void {
    const { remotePort = 0 } = socket;
    // Clients hang up when their time is over.
    socket.on("error", () => {});
    if (this.#interceptor?.connection?.(socket)) return;
    this.#sockets.set(remotePort, socket);
    socket.once("close", () => this.#sockets.delete(remotePort));
    this.#web.emit("connection", socket);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    if (this.#interceptor) {
      return this.#interceptor.request({ response, reset: () => this.#reset(request) });
    }
    const forwarding = this.#forward(request, body, response).finally(() =>
      this.#forwarding.delete(forwarding),
    );
    this.#forwarding.add(forwarding);
    await forwarding;
  }

  async #forward(request: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void> {
    if (response.destroyed) return;
    const answer = await forward(this.#target, request, body);
    response.writeHead(answer.status, { "content-type": answer.contentType });
    response.end(answer.body);
    await once(response, "finish");
  }

  #reset({ socket: { remotePort = 0 } }: IncomingMessage): void {
    this.#sockets.get(remotePort)?.resetAndDestroy();
  }
}
