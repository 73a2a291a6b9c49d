import { createTokenManager, isTokenError, memoryStore } from "../src/index.ts";

/**
 * Returns the error of a caller whose refresh function always throws the given value, and the record that is
 * stored. On a slow machine, the deadline may pass too early, so it is then repeated with a longer deadline.
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
