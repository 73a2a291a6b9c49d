import type { TokenError } from "./token-error.ts";
import type { TokenEvent } from "./token-event.ts";

/** Tells of failed refreshes; of a state that lasts, once. */
export class FailureTeller {
  readonly #tell: (event: TokenEvent) => void;
  readonly #lasting = new Set<TokenEvent["type"]>();

  constructor(tell: (event: TokenEvent) => void) {
    this.#tell = tell;
  }

  failed(error: TokenError): void {
    const { code, kind } = error;
    if (code === "not_persisted") {
      this.#tellOnce({ type: code, error });
    } else if (kind === "terminal" || code === "in_doubt") {
      this.#tellOnce({ type: "reauthorization_required", error });
    } else {
      this.#tell({ type: "failed", error });
    }
  }

  /** There are other tokens now: what lasted is over. */
  over(): void {
    this.#lasting.clear();
  }

  #tellOnce(event: TokenEvent): void {
    if (this.#lasting.has(event.type)) return;
    this.#lasting.add(event.type);
    this.#tell(event);
  }
}
