import type { Seed } from "@refresh-once/core";
import { type Client, openClient } from "./client.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";
import { openSession, type Session } from "./session.ts";
import type { AppSettings } from "./settings.ts";

/** The application in one context: a tab, an iframe or a dedicated worker. */
export class App {
  readonly #settings: AppSettings;
  readonly #session: Session;
  readonly #client: Client;

  constructor(settings: AppSettings) {
    this.#settings = settings;
    this.#session = openSession(settings);
    this.#client = openClient(settings.client, this.#session.tokens);
  }

  /** Names the login. */
  get key(): string {
    return this.#settings.key;
  }

  /** Stores the tokens of a new login. */
  async signIn(login: Seed): Promise<void> {
    await this.#session.signIn(login);
  }

  /** Sends some requests to the resource at once. */
  async request(count: number): Promise<Outcome> {
    return outcomeOf(this.#client, count);
  }

  /** Sends a request as a page does that has just been opened: with a manager that knows nothing yet. */
  async requestAnew(): Promise<Outcome> {
    return outcomeOf(openClient(this.#settings.client, openSession(this.#settings).tokens), 1);
  }
}
