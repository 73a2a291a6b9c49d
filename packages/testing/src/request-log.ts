/** A request that the server received. */
export interface ReceivedRequest {
  /** The HTTP method. */
  readonly method: string;
  /** The path with the query. */
  readonly path: string;
  /** The headers, with names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body as UTF-8 text, up to the size that the endpoint accepts. */
  readonly body: string;
  /** When the request arrived, epoch ms. */
  readonly at: number;
}

const capacity = 1_000;

/** Keeps the newest 1,000 requests, the oldest first. */
export class RequestLog {
  #kept: ReceivedRequest[] = [];

  /** Adds a request; older ones beyond the capacity are dropped. */
  add(request: ReceivedRequest): void {
    this.#kept.push(request);
    // Trim only now and then, because `shift` copies a long array each time.
    if (this.#kept.length >= 2 * capacity) this.#kept = this.#kept.slice(-capacity);
  }

  /** A copy, which does not change with later requests. */
  snapshot(): readonly ReceivedRequest[] {
    return this.#kept.slice(-capacity);
  }
}
