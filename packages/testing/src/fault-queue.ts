import { checkFault, type Fault } from "./fault.ts";

/** The faults that the next calls of one token endpoint meet, first in, first out. */
export class FaultQueue {
  readonly #waiting: { readonly fault: Fault; left: number }[] = [];

  /** Lets `times` more calls meet a fault, after those that are already waiting. */
  add(fault: Fault, times: number): void {
    checkFault(fault);
    if (!Number.isSafeInteger(times) || times < 1) {
      throw new TypeError('"times" must be an integer, 1 or more');
    }
    this.#waiting.push({ fault, left: times });
  }

  /** The fault that this call meets, if any. */
  take(): Fault | undefined {
    const first = this.#waiting[0];
    if (first === undefined) return undefined;
    first.left -= 1;
    if (first.left === 0) this.#waiting.shift();
    return first.fault;
  }
}
