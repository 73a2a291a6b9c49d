/**
 * The strings of a list reply. A client may be configured to return Buffers, as node-redis is with its
 * `typeMapping` option.
 *
 * @throws {TypeError} if the reply is not a list of strings, numbers or bytes
 */
export function textsOf(reply: unknown): string[] {
  if (Array.isArray(reply)) return reply.map(textOf);
  throw unreadable();
}

/** The fields of a hash reply, which is an object, a `Map`, or a list of names and values. */
export function fieldsOf(reply: unknown): Map<string, string> {
  if (isMap(reply)) return pairs([...reply].flat());
  if (Array.isArray(reply)) return pairs(reply);
  if (typeof reply === "object" && reply !== null) return pairs(Object.entries(reply).flat());
  throw unreadable();
}

function pairs(list: readonly unknown[]): Map<string, string> {
  const fields = new Map<string, string>();
  for (let index = 0; index + 1 < list.length; index += 2) {
    fields.set(textOf(list[index]), textOf(list[index + 1]));
  }
  return fields;
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "bigint") return `${value}`;
  if (isBytes(value)) return new TextDecoder().decode(value);
  throw unreadable();
}

/** Checks the tag and not the class, because a test runner may replace the global classes. */
function isMap(value: unknown): value is Map<unknown, unknown> {
  return Object.prototype.toString.call(value) === "[object Map]";
}

function isBytes(value: unknown): value is Uint8Array {
  return Object.prototype.toString.call(value) === "[object Uint8Array]";
}

function unreadable(): TypeError {
  return new TypeError(
    "redisStore: the client returned a reply of an unexpected type. Use a client without a custom typeMapping or reply transformers",
  );
}
