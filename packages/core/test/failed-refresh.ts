import { createTokenManager, isTokenError, memoryStore } from "../src/index.ts";

/**
 * What a caller gets whose refresh function always throws this, and what is recorded of it. On a busy
 * machine the deadline may pass before anything else could happen: then it is tried with a longer one.
 */
export async function failedRefresh(thrown: unknown, refreshDeadline: number, refreshToken = "r0") {
  for (let deadline = refreshDeadline; ; deadline *= 2) {
    const store = memoryStore();
    const refresh = () => Promise.reject(thrown);
    const seed = { refreshToken };
    const tokens = createTokenManager({ refresh, store, seed, refreshDeadline: deadline });
    const failure: unknown = await tokens.get().catch((error: unknown) => error);
    const isLate = isTokenError(failure) && failure.code === "timeout";
    if (!isLate) return { failure, record: await store.read() };
  }
}
