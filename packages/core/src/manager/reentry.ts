import { TokenError } from "../errors/index.ts";
import { CallContext } from "./call-context.ts";

/**
 * All managers share one context: on Node.js 20 and 22, each one slows down every promise of the process. If a
 * program loads this module twice, as an ES module and as CommonJS, each copy knows the calls of its own managers.
 */
const calls = /* @__PURE__ */ new CallContext();

/**
 * Detects calls of a manager from its own refresh, seed or revoke function. Such a call would wait for itself.
 */
export class Reentry {
  /** Runs a function of the user that must not call the manager. */
  run<T>(work: () => T | PromiseLike<T>): Promise<T> {
    return calls.run(this, work);
  }

  /** Whether a function of the user is running that was called by this manager or another one. */
  get isNested(): boolean {
    return calls.current !== undefined;
  }

  /** @throws {TokenError} `reentrant` */
  assertNotReentrant(): void {
    if (calls.isWithin(this)) throw reentrant();
  }
}

function reentrant(): TokenError {
  return new TokenError(
    "reentrant",
    "A refresh, seed or revoke function has called its own token manager, and would wait for itself. Nothing was sent; give it a client of its own.",
  );
}
