import type { TokenError } from "../errors/index.ts";
import type { TokenEvent } from "../renewal/index.ts";

/** Sends events about failed refreshes. If a failure is permanent, only its first event is sent. */
export class FailureEvents {
  readonly #emit: (event: TokenEvent) => void;
  #sent: readonly TokenEvent["type"][] = [];

  constructor(emit: (event: TokenEvent) => void) {
    this.#emit = emit;
  }

  report(error: TokenError): void {
    const type = eventTypeOf(error);
    if (this.#sent.includes(type)) return;
    if (type !== "failed") this.#sent = [...this.#sent, type];
    this.#emit({ type, error });
  }

  /** Must be called when there are new tokens, which end a permanent failure. */
  reset(): void {
    this.#sent = [];
  }
}

function eventTypeOf({ code, kind }: TokenError) {
  if (code === "not_persisted") return code;
  return kind === "terminal" ? "reauthorization_required" : "failed";
}
