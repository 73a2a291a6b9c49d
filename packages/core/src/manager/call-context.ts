import { attempt } from "../values/index.ts";

/** A call of a function of the user. */
export interface Call {
  /** The object that made the call. */
  readonly by: object;
  /** The call during which this one was made. */
  readonly outer: Call | undefined;
  isUnderway: boolean;
}

/** The part of `AsyncLocalStorage` that is used here. */
interface AsyncContext {
  getStore(): Call | undefined;
  run<T>(call: Call, work: () => T): T;
  disable(): void;
}

interface AsyncHooks {
  readonly AsyncLocalStorage?: new () => AsyncContext;
}

/**
 * Knows during which call the current code runs. In a runtime without `AsyncLocalStorage`, such as a browser, it
 * knows this only until the first `await` of the call.
 */
export class CallContext {
  #context: AsyncContext | undefined;
  #synchronous: Call | undefined;
  #underway = 0;

  /** The innermost call that is still running. */
  get current(): Call | undefined {
    let call = this.#synchronous ?? this.#context?.getStore();
    while (call && !call.isUnderway) call = call.outer;
    return call;
  }

  /** Whether the current code runs during a call by this object. */
  isWithin(by: object): boolean {
    for (let call = this.current; call; call = call.outer) {
      if (call.by === by && call.isUnderway) return true;
    }
    return false;
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
      // While it is enabled on Node.js 20 and 22, it slows down every promise of the process. workerd throws.
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

/** `getBuiltinModule` works in Node.js, Deno, Bun and workerd, and needs no import. */
function asyncContext(): AsyncContext | undefined {
  const process: { getBuiltinModule?(id: string): AsyncHooks | undefined } | undefined =
    Reflect.get(globalThis, "process");
  const Storage = process?.getBuiltinModule?.("node:async_hooks")?.AsyncLocalStorage;
  return Storage && new Storage();
}
