/** An entry of a B-tree has room for a little more, in bytes. */
const longestKey = 2_048;

/** @throws {TypeError} for what PostgreSQL does not keep as it is */
export function checkKey(key: string): void {
  const isKey = typeof key === "string" && key !== "" && !key.includes("\0") && isWellFormed(key);
  if (!isKey || new TextEncoder().encode(key).length > longestKey) {
    throw new TypeError(
      `postgresStore: "key" must be a text of 1 to ${longestKey} bytes, without NUL and without half a surrogate pair`,
    );
  }
}

/** Halves of surrogate pairs would all become the same character on their way. */
function isWellFormed(key: string): boolean {
  return !/\p{Surrogate}/u.test(key);
}

/**
 * What tells of a change of an account: anybody in the database may listen, so it is not the key.
 * Where two keys have the same, somebody looks once too often.
 *
 * @see {@link https://datatracker.ietf.org/doc/html/rfc9923 FNV-1a}
 */
export function topicOf(key: string): string {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(key)) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(16);
}
