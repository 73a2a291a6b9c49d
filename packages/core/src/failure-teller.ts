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
    const type = eventOf(error);
    if (this.#lasting.has(type)) return;
    if (type !== "failed") this.#lasting.add(type);
    this.#tell({ type, error });
  }

  /** There are other tokens now: what lasted is over. */
  over(): void {
    this.#lasting.clear();
  }
}

function eventOf({ code, kind }: TokenError) {
  if (code === "not_persisted") return code;
  return kind === "terminal" || code === "in_doubt" ? "reauthorization_required" : "failed";
}
