import type { TokenManager } from "@refresh-once/core";
import type { AdapterName } from "./differences.ts";

/** A call as every client can make it. */
export interface Call {
  readonly method?: string;
  /** Absolute. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** As its client takes it. */
  readonly body?: unknown;
  /** Sent as JSON, in the way that users of the client do it. */
  readonly json?: unknown;
  readonly signal?: AbortSignal;
}

/** What its caller gets, whatever the status. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  /** The client's own object: a `Response`, an axios response. */
  readonly response: unknown;
}

/** An HTTP client. */
export type Client = (call: Call) => Promise<Answer>;

/** What an adapter is told. */
export interface ClientOptions {
  readonly origins?: readonly string[];
  readonly insecureOrigins?: readonly string[];
  readonly replaceAuthorization?: boolean;
  readonly isTokenRejected?: (status: number) => boolean | Promise<boolean>;
}

/** An adapter under test, as its test file describes it. */
export interface Adapter {
  readonly name: AdapterName;
  /** A client of this origin without the adapter. */
  bare(origin: string): Client;
  /** The same client with the adapter. */
  attach(origin: string, tokens: TokenManager, options?: ClientOptions): Client;
  /** Whether this is what an aborted call of the bare client rejects with. */
  isAbort(error: unknown, signal: AbortSignal): boolean;
}
