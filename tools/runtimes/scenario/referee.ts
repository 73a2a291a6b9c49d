import type { Facts, Step, Target, Trial } from "./protocol.ts";

/** The driving process, as a runtime reaches it: it runs the servers, and its counts decide. */
export class Referee {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  /** Has a new authorization server started. */
  begin(trial: Trial): Promise<Target> {
    return this.#ask("begin", trial);
  }

  /** The target of a trial that the driving process has begun by itself. */
  target(): Promise<Target> {
    return this.#ask("target", {});
  }

  step(step: Step): Promise<unknown> {
    return this.#ask("step", { step });
  }

  end(facts: Facts): Promise<unknown> {
    return this.#ask("end", facts);
  }

  /** The last word of a runtime that cannot end by itself. */
  done(failure: string | undefined): Promise<unknown> {
    return this.#ask("done", { failure });
  }

  async #ask<Answer>(what: string, body: object): Promise<Answer> {
    const response = await fetch(`${this.#url}/${what}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${what}: ${text}`);
    return JSON.parse(text);
  }
}
