import { TokenError } from "./token-error.ts";

/** What is used of `AsyncLocalStorage`. */
interface AsyncContext {
  getStore(): unknown;
  run<T>(store: unknown, work: () => T): T;
  disable(): void;
}

/**
 * Tells calls that come out of a manager's own refresh function or seed from all others: they would
 * wait for themselves. Where the runtime has no `AsyncLocalStorage` (a browser), only calls that are
 * made before its first `await` are known.
 */
export class Reentry {
  #context: AsyncContext | undefined;
  #depth = 0;
  #underway = 0;

  /** @throws {TokenError} `reentrant` */
  check(): void {
    if (this.#depth === 0 && this.#context?.getStore() !== this) return;
    throw new TokenError(
      "reentrant",
      "The refresh function or the seed has called its own token manager, and would wait for itself. Nothing was sent; give it a client to which this manager is not attached.",
    );
  }

  /** Runs what must not call back. */
  async run<T>(work: () => T | PromiseLike<T>): Promise<T> {
    this.#context ??= asyncContext();
    this.#underway++;
    try {
      return await (this.#context?.run(this, () => this.#start(work)) ?? this.#start(work));
    } finally {
      this.#underway--;
      // On Node.js 20 and 22 it costs every promise of the process, while it is on.
      if (this.#underway === 0) this.#context?.disable();
    }
  }

  #start<T>(work: () => T): T {
    this.#depth++;
    try {
      return work();
    } finally {
      this.#depth--;
    }
  }
}

/** Node.js, Deno, Bun and workerd give their modules without an import. */
function asyncContext(): AsyncContext | undefined {
  const process: { getBuiltinModule?(id: string): unknown } | undefined = Reflect.get(
    globalThis,
    "process",
  );
  const hooks = process?.getBuiltinModule?.("node:async_hooks");
  return hooks === undefined || !hasStorage(hooks) ? undefined : new hooks.AsyncLocalStorage();
}

function hasStorage(hooks: unknown): hooks is { AsyncLocalStorage: new () => AsyncContext } {
  return typeof hooks === "object" && hooks !== null && "AsyncLocalStorage" in hooks;
}
