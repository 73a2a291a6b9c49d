import { isObject } from "../values/index.ts";
import { drain } from "./unread-body.ts";

/** What only the client knows about a body that nobody will read. */
export interface DiscardOptions {
  /** Whether the client ends a web stream with an error when it is too long, and leaves its connection open. */
  readonly isLimited?: boolean;
  /** Closes the connection. It is called in addition if a Node.js stream is destroyed, which may be a wrapper. */
  readonly close?: () => void;
}

/** The parts of a web stream that are used here. */
interface WebStream {
  readonly locked: boolean;
  cancel(): Promise<void>;
  getReader(): {
    read(): Promise<{ readonly done?: boolean | undefined; readonly value?: unknown }>;
    cancel(): Promise<void>;
  };
}

/** The parts of a Node.js stream that are used here. */
interface NodeStream extends AsyncIterable<unknown> {
  on?(event: "error", listener: () => void): void;
  destroy?(): void;
}

/**
 * Frees the connection of a response body that nobody will read, as a client returned it: a web stream, a
 * Node.js stream, or another async iterable. A body that has been read already is left alone.
 */
export function discardBody(body: unknown, { isLimited, close }: DiscardOptions = {}): void {
  if (isWebStream(body)) {
    if (isLimited && !body.locked) body.cancel().catch(() => {});
    else discardWebStream(body);
  } else if (isNodeStream(body)) discardNodeStream(body, close);
}

/** Frees the connection of a web stream that nobody will read. */
export function discardWebStream(body: WebStream): void {
  if (body.locked) return;
  const reader = body.getReader();
  drain({ next: () => reader.read(), cancel: () => reader.cancel() });
}

function discardNodeStream(body: NodeStream, close: (() => void) | undefined): void {
  const pieces = body[Symbol.asyncIterator]();
  // Without a listener, an error after the last chunk would end the process.
  body.on?.("error", () => {});
  drain({
    next: () => pieces.next(),
    cancel() {
      body.destroy?.();
      close?.();
    },
  });
}

function isWebStream(body: unknown): body is WebStream {
  return isObject(body) && "getReader" in body;
}

function isNodeStream(body: unknown): body is NodeStream {
  return isObject(body) && Symbol.asyncIterator in body;
}
