/**
 * The same JSON in ASCII, which every encoding of a database has. Outside of its strings JSON is
 * ASCII anyway.
 */
export function asciiJson(json: string): string {
  return json.replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
