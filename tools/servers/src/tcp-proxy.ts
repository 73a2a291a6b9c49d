import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** Stands between a client and a server, and can cut a connection in mid-command. */
export interface TcpProxy extends AsyncDisposable {
  readonly port: number;
  /**
   * Cuts the connection on which a client sends `text` next: before the server has seen it, or after
   * the server has answered and before the client has seen that. Resolves when it was cut.
   */
  cut(text: string, when: "before" | "after"): Promise<void>;
  /** Closes what is open, and refuses what comes, until `open()`. */
  close(): void;
  open(): void;
}

interface Cut {
  readonly text: string;
  readonly when: "before" | "after";
  readonly done: () => void;
}

/** @param target the server's port on loopback */
export async function startTcpProxy(target: number): Promise<TcpProxy> {
  const proxy = new CuttingProxy(target);
  await proxy.listen();
  return proxy;
}

class CuttingProxy implements TcpProxy {
  readonly #target: number;
  readonly #sockets = new Set<Socket>();
  readonly #server = createServer((client) => this.#connected(client));
  #cut: Cut | undefined;
  #isOpen = true;

  constructor(target: number) {
    this.#target = target;
  }

  get port(): number {
    const address = this.#server.address();
    return isAddress(address) ? address.port : 0;
  }

  async listen(): Promise<void> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
  }

  cut(text: string, when: "before" | "after"): Promise<void> {
    return new Promise((done) => {
      this.#cut = { text, when, done };
    });
  }

  close(): void {
    this.#isOpen = false;
    for (const socket of this.#sockets) socket.destroy();
  }

  open(): void {
    this.#isOpen = true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
    this.#server.close();
    await once(this.#server, "close");
  }

  #connected(client: Socket): void {
    if (!this.#isOpen) {
      client.destroy();
      return;
    }
    const server = connect(this.#target, "127.0.0.1");
    const end = () => {
      client.destroy();
      server.destroy();
    };
    for (const socket of [client, server]) {
      this.#sockets.add(socket);
      socket.on("error", end).on("close", () => {
        this.#sockets.delete(socket);
        end();
      });
    }
    let isCutting: Cut | undefined;
    client.on("data", (data) => {
      if (this.#cut && data.includes(this.#cut.text)) {
        isCutting = this.#cut;
        this.#cut = undefined;
      }
      if (isCutting?.when !== "before") server.write(data);
      else finish(isCutting, end);
    });
    server.on("data", (data) => {
      if (isCutting) finish(isCutting, end);
      else client.write(data);
    });
  }
}

function finish(cut: Cut, end: () => void): void {
  end();
  cut.done();
}

function isAddress(
  address: ReturnType<ReturnType<typeof createServer>["address"]>,
): address is AddressInfo {
  return typeof address === "object" && address !== null;
}
