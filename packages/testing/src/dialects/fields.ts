/** The media type of a body. */
export type MediaType = "application/json" | "application/x-www-form-urlencoded";

/** The members of a JSON object, or the parameters of a form. */
export type Fields = ReadonlyMap<string, unknown>;

/** The fields of a body, or why it is malformed. */
export type ReadFields =
  | { readonly kind: "fields"; readonly fields: Fields }
  | { readonly kind: "malformed"; readonly description: string };

/** Parses a body that must have this media type. */
export function readFields(
  body: string,
  mediaType: MediaType,
  contentType: string | undefined,
): ReadFields {
  const stated = contentType?.split(";")[0]?.trim().toLowerCase();
  if (stated !== mediaType) return malformed(`Content-Type must be ${mediaType}`);
  return mediaType === "application/json" ? readJson(body) : readForm(body);
}

/** The value of a field that is a non-empty string; otherwise `undefined`. */
export function textField(fields: Fields, name: string): string | undefined {
  const value = fields.get(name);
  return typeof value === "string" && value !== "" ? value : undefined;
}

function readJson(body: string): ReadFields {
  const value = parsed(body);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return malformed("The body is not a JSON object");
  }
  return { kind: "fields", fields: new Map(Object.entries(value)) };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/**
 * Parses a form.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-3.2 RFC 6749 §3.2}: no parameter twice
 */
function readForm(body: string): ReadFields {
  const fields = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(body)) {
    if (fields.has(name)) return malformed(`The parameter "${name}" occurs more than once`);
    fields.set(name, value);
  }
  return { kind: "fields", fields };
}

function malformed(description: string): ReadFields {
  return { kind: "malformed", description };
}
