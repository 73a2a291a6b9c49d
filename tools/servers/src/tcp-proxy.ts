import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/** Stands between a client and a server, and can hold or cut a connection in mid-command. */
export interface TcpProxy extends AsyncDisposable {
  readonly port: number;
  /**
   * Holds the connection on which a client sends `text` next: before the server has seen it, or after
   * the server has answered and before the client has seen that. Resolves when it is held.
   */
  hold(text: string, when: When): Promise<Held>;
  /** The same, and cuts it at once. */
  cut(text: string, when: When): Promise<void>;
  /** Closes what is open, and refuses what comes, until `open()`. */
  close(): void;
  open(): void;
}

export type When = "before" | "after";

/** A connection that stands still. */
export interface Held {
  cut(): void;
  /** Lets what was held go its way. */
  pass(): void;
  /** Waits until the sender has closed the connection, and passes all that it has sent in one piece. */
  passAtEnd(): void;
}

/** What is waited for. */
interface Trap {
  readonly text: string;
  readonly when: When;
  readonly spring: (held: Held) => void;
}

/** @param target the server's port on loopback */
export async function startTcpProxy(target: number): Promise<TcpProxy> {
  const proxy = new HoldingProxy(target);
  await proxy.listen();
  return proxy;
}

class HoldingProxy implements TcpProxy {
  readonly #target: number;
  readonly #sockets = new Set<Socket>();
  readonly #server = createServer((client) => this.#connected(client));
  #trap: Trap | undefined;
  #isOpen = true;

  constructor(target: number) {
    this.#target = target;
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === "object" && address !== null ? address.port : 0;
  }

  async listen(): Promise<void> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
  }

  hold(text: string, when: When): Promise<Held> {
    return new Promise((spring) => {
      this.#trap = { text, when, spring };
    });
  }

  async cut(text: string, when: When): Promise<void> {
    const held = await this.hold(text, when);
    held.cut();
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
    this.#relay(client, server, end);
  }

  #relay(client: Socket, server: Socket, end: () => void): void {
    let answering: Trap | undefined;
    client.on("data", (data) => {
      const trap = this.#trap;
      if (trap && data.includes(trap.text)) {
        this.#trap = undefined;
        if (trap.when === "before") return trap.spring(holdBack(client, server, data, end));
        answering = trap;
      }
      server.write(data);
    });
    server.on("data", (data) => {
      const trap = answering;
      answering = undefined;
      if (trap) trap.spring(holdBack(server, client, data, end));
      else client.write(data);
    });
  }
}

/** Stops one direction of a connection at this piece of data. */
function holdBack(from: Socket, to: Socket, data: Buffer, cut: () => void): Held {
  from.pause();
  return {
    cut,
    pass() {
      to.write(data);
      from.resume();
    },
    passAtEnd() {
      const sent = [data];
      from.removeAllListeners("data");
      from.on("data", (more) => sent.push(more));
      from.once("end", () => to.write(Buffer.concat(sent)));
      from.resume();
    },
  };
}
