import { attempt } from "../values/index.ts";

/** A call of a user's function, and the call out of which it came. */
export interface Call {
  readonly by: object;
  readonly outer: Call | undefined;
  isUnderway: boolean;
}

/** What is used of `AsyncLocalStorage`. */
interface AsyncContext {
  getStore(): Call | undefined;
  run<T>(call: Call, work: () => T): T;
  disable(): void;
}

interface AsyncHooks {
  readonly AsyncLocalStorage?: new () => AsyncContext;
}

/**
 * Knows out of which call the present code runs. Where the runtime has no `AsyncLocalStorage` (a
 * browser), only until the first `await` of that call.
 */
export class CallContext {
  #context: AsyncContext | undefined;
  #synchronous: Call | undefined;
  #underway = 0;

  /** The innermost call that has not ended. */
  get current(): Call | undefined {
    let call = this.#synchronous ?? this.#context?.getStore();
    while (call && !call.isUnderway) call = call.outer;
    return call;
  }

  /** Runs `work` as part of a call: `current` is that call until the work has settled. */
  async run<T>(by: object, work: () => T | PromiseLike<T>): Promise<T> {
    this.#context ??= asyncContext();
    const call = { by, outer: this.current, isUnderway: true };
    this.#underway++;
    try {
      const start = () => this.#start(call, work);
      return await (this.#context ? this.#context.run(call, start) : start());
    } finally {
      call.isUnderway = false;
      this.#underway--;
      // On Node.js 20 and 22 it costs every promise of the process, while it is on. workerd throws.
      if (this.#underway === 0) attempt(() => this.#context?.disable());
    }
  }

  #start<T>(call: Call, work: () => T): T {
    const before = this.#synchronous;
    this.#synchronous = call;
    try {
      return work();
    } finally {
      this.#synchronous = before;
    }
  }
}

/** Node.js, Deno, Bun and workerd give their modules without an import. */
function asyncContext(): AsyncContext | undefined {
  const process: { getBuiltinModule?(id: string): AsyncHooks | undefined } | undefined =
    Reflect.get(globalThis, "process");
  const Storage = process?.getBuiltinModule?.("node:async_hooks")?.AsyncLocalStorage;
  return Storage && new Storage();
}
