import { checkFault, type Fault } from "./fault.ts";

/** Faults for the next requests to one endpoint, first in, first out. */
export class FaultQueue {
  readonly #waiting: { readonly fault: Fault; left: number }[] = [];

  /** Adds a fault for a number of requests. */
  add(fault: Fault, times: number): void {
    checkFault(fault);
    if (!Number.isSafeInteger(times) || times < 1) {
      throw new TypeError('fault: "times" must be a positive integer');
    }
    this.#waiting.push({ fault, left: times });
  }

  /** Takes the fault for this request, if there is one. */
  take(): Fault | undefined {
    const first = this.#waiting[0];
    if (first === undefined) return undefined;
    first.left -= 1;
    if (first.left === 0) this.#waiting.shift();
    return first.fault;
  }
}
