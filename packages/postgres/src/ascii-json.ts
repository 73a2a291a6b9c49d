/**
 * Escapes all other characters of a JSON text, so that it is ASCII. Every database encoding contains ASCII,
 * but not every encoding contains all of Unicode.
 */
export function asciiJson(json: string): string {
  return json.replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
