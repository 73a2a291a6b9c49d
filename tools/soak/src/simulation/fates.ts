import type { CallFate, OperationFate, Plan } from "./plan.ts";

const ordinary = { there: 1, back: 1 };
const ordinaryCall: CallFate = { there: 5, back: 5, heedsSignal: true };

/** Hands out what the plan has in store, one after the other. */
export class Fates {
  readonly #operations: Iterator<OperationFate>;
  readonly #calls: Iterator<CallFate>;
  #isQuiet = false;

  constructor({ operations, calls }: Plan) {
    this.#operations = operations.values();
    this.#calls = calls.values();
  }

  /** From now on nothing special happens. */
  quiet(): void {
    this.#isQuiet = true;
  }

  operation(): OperationFate {
    return (this.#isQuiet ? undefined : this.#operations.next().value) ?? ordinary;
  }

  call(): CallFate {
    return (this.#isQuiet ? undefined : this.#calls.next().value) ?? ordinaryCall;
  }
}
