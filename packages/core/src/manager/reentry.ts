import { TokenError } from "../errors/index.ts";
import { CallContext } from "./call-context.ts";

/**
 * One for all managers: on Node.js 20 and 22 each would cost every promise of the process. If a program
 * loads this module twice, as an ES module and as CommonJS, each has the calls of its own managers.
 */
const calls = new CallContext();

/**
 * Tells calls that come out of a manager's own refresh function, seed or revocation from all others:
 * they would wait for themselves.
 */
export class Reentry {
  /** Runs what must not call back. */
  run<T>(work: () => T | PromiseLike<T>): Promise<T> {
    return calls.run(this, work);
  }

  /** @throws {TokenError} `reentrant` */
  check(): void {
    for (let call = calls.current; call; call = call.outer) {
      if (call.by === this && call.isUnderway) throw reentrant();
    }
  }
}

function reentrant(): TokenError {
  return new TokenError(
    "reentrant",
    "A refresh, seed or revoke function has called its own token manager, and would wait for itself. Nothing was sent; give it a client of its own.",
  );
}
