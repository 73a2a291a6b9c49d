/** The clients of the app. */
export type ClientName = "axios" | "openapi-fetch";

/** A request to the API. */
export interface SentRequest {
  readonly id: number;
  readonly isAnswered: boolean;
  /** From the call to the response, with the wait for a refresh. */
  readonly milliseconds: number;
}

/** The requests of one client. */
export interface Traffic {
  readonly answered: number;
  readonly failed: number;
  /** The newest requests, the newest last. */
  readonly recent: readonly SentRequest[];
}

const none: Traffic = { answered: 0, failed: 0, recent: [] };
const kept = 50;

/** Counts the requests of this tab, for `useSyncExternalStore`. */
export class RequestLog {
  readonly #traffic = new Map<ClientName, Traffic>();
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (changed: () => void) => {
    this.#listeners.add(changed);
    return () => void this.#listeners.delete(changed);
  };

  of(client: ClientName): Traffic {
    return this.#traffic.get(client) ?? none;
  }

  add(client: ClientName, request: Omit<SentRequest, "id">): void {
    const { answered, failed, recent } = this.of(client);
    this.#traffic.set(client, {
      answered: answered + (request.isAnswered ? 1 : 0),
      failed: failed + (request.isAnswered ? 0 : 1),
      recent: [...recent, { ...request, id: answered + failed }].slice(-kept),
    });
    for (const changed of this.#listeners) changed();
  }
}
