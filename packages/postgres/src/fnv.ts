/**
 * Hashes a text, to 32 bits.
 *
 * @param basis A different basis gives a different hash.
 * @see {@link https://www.rfc-editor.org/rfc/rfc9923 RFC 9923}: FNV-1a
 */
export function fnv1a(text: string, basis = 0x811c9dc5): string {
  let hash = basis;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(16);
}
