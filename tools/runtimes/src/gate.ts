/** A promise that somebody else settles. Node.js 20 has no `Promise.withResolvers`. */
export class Gate<Value> {
  readonly passed: Promise<Value>;
  #open: (value: Value) => void = () => {};

  constructor() {
    this.passed = new Promise((resolve) => {
      this.#open = resolve;
    });
  }

  open(value: Value): void {
    this.#open(value);
  }
}
