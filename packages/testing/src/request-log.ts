/** A request as it arrived. */
export interface ReceivedRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** As UTF-8 text, up to the size that the endpoint accepts. */
  readonly body: string;
  /** Arrival, in milliseconds since the epoch. */
  readonly at: number;
}

const capacity = 1_000;

/** The newest 1,000 requests, oldest first. */
export class RequestLog {
  #kept: ReceivedRequest[] = [];

  /** Takes the newest request; what is beyond the capacity is forgotten. */
  add(request: ReceivedRequest): void {
    this.#kept.push(request);
    // Cut now and then rather than each time: a shift of a long array is a copy of it.
    if (this.#kept.length >= 2 * capacity) this.#kept = this.#kept.slice(-capacity);
  }

  /** A copy, which later requests do not change. */
  snapshot(): readonly ReceivedRequest[] {
    return this.#kept.slice(-capacity);
  }
}
