/** `node:crypto`, for browsers. */
export function randomUUID(): string {
  return crypto.randomUUID();
}

/** The authorization server imports these two; esbuild leaves it out, but checks its imports. */
export { randomUUID as randomBytes, randomUUID as randomInt };
