import type { Certificates } from "@refresh-once/end-to-end/certificates";
import { listenWithFullBacklog } from "./full-backlog.ts";
import type { Exchange, Gate } from "./gate.ts";
import type { OutageKind } from "./kinds.ts";

/** What outages are made of. */
export interface OutageTools {
  readonly gate: Gate;
  readonly certificates: Certificates | undefined;
  /** The bundled module of the thread that accepts no connections. */
  readonly thread: URL;
}

/**
 * Begins an outage; when it resolves, no request is forwarded any more.
 *
 * @returns what ends it
 */
export type Outage = (tools: OutageTools) => Promise<() => Promise<void>>;

/** Requests can still come over connections that are open when the outage begins. */
const reset = ({ reset }: Exchange) => reset();

export const outages: Readonly<Record<OutageKind, Outage>> = {
  async "connection refused"({ gate }) {
    await gate.intercept({ request: reset });
    gate.close();
    return () => {
      gate.pass();
      return gate.open();
    };
  },

  async "SYN not answered"({ gate, thread }) {
    await gate.intercept({ request: reset });
    gate.close();
    const listener = await listenWithFullBacklog(thread, gate.port);
    return async () => {
      await listener[Symbol.asyncDispose]();
      gate.pass();
      await gate.open();
    };
  },

  async "request not answered"({ gate }) {
    await gate.intercept({ request: () => {} });
    return async () => {
      gate.pass();
      gate.cut();
    };
  },

  /** Each connection is shown another wrong one. */
  async "wrong certificate"({ gate, certificates }) {
    if (!certificates) throw new TypeError("no certificates");
    const { good, expired, ofAnotherHost, selfSigned } = certificates;
    const wrong = [expired, ofAnotherHost, selfSigned];
    let count = 0;
    const connection = () => {
      const certificate = wrong[count++ % wrong.length];
      if (certificate) gate.present(certificate);
      return false;
    };
    await gate.intercept({ connection, request: reset });
    gate.cut();
    return async () => {
      gate.present(good);
      gate.pass();
    };
  },

  async "502 with a page"({ gate }) {
    const page = "<!doctype html><title>502 Bad Gateway</title><h1>Bad Gateway</h1>";
    await gate.intercept({
      request: ({ response }) => {
        response.writeHead(502, { "content-type": "text/html" }).end(page);
      },
    });
    return async () => gate.pass();
  },

  /** Every other connection at once, the rest when the request has arrived. */
  async "connection reset"({ gate }) {
    let count = 0;
    await gate.intercept({
      connection: (socket) => {
        const isNow = count++ % 2 === 0;
        if (isNow) socket.resetAndDestroy();
        return isNow;
      },
      request: reset,
    });
    return async () => gate.pass();
  },
};
