import type { TokenError } from "../errors/index.ts";
import type { TokenEvent } from "../renewal/index.ts";

/** Tells of failed refreshes. A state that lasts is told once. */
export class FailureEvents {
  readonly #emit: (event: TokenEvent) => void;
  readonly #lasting = new Set<TokenEvent["type"]>();

  constructor(emit: (event: TokenEvent) => void) {
    this.#emit = emit;
  }

  failed(error: TokenError): void {
    const type = eventOf(error);
    if (this.#lasting.has(type)) return;
    if (type !== "failed") this.#lasting.add(type);
    this.#emit({ type, error });
  }

  /** There are other tokens now: a state that lasted is over. */
  over(): void {
    this.#lasting.clear();
  }
}

function eventOf({ code, kind }: TokenError) {
  if (code === "not_persisted") return code;
  return kind === "terminal" ? "reauthorization_required" : "failed";
}
