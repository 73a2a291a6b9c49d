/**
 * Adds members to `extra` of the result of a refresh. It must keep everything else that the result has, whatever
 * made it: the result is the only copy of the new refresh token.
 *
 * @param result a token set, or the JSON response of a token endpoint, whose other fields become `extra`
 */
export function withExtra<Result>(
  result: Result,
  members: Readonly<Record<string, unknown>>,
): Result {
  if (typeof result !== "object" || result === null) return result;
  const extra: unknown = Reflect.get(result, "extra");
  const isResponse = extra === undefined && Object.hasOwn(result, "access_token");
  const added = isResponse ? members : { extra: { ...Object(extra), ...members } };
  // Not a spread, which would drop what a preset reports about the response.
  return Object.create(Object.getPrototypeOf(result), {
    ...Object.getOwnPropertyDescriptors(result),
    ...Object.getOwnPropertyDescriptors(added),
  });
}
