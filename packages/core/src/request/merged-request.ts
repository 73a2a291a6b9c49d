/**
 * Returns the request of a call of `fetch` whose second argument is a `Request`, too, as openapi-fetch 0.10 calls
 * it; otherwise `undefined`. The properties of a `Request` are getters, so a copy of that argument would have
 * neither a method nor a body.
 *
 * @see {@link https://fetch.spec.whatwg.org/#dom-request Fetch, "new Request(input, init)"}
 */
export function mergedRequest(
  input: string | URL | Request,
  init: RequestInit | undefined,
): Request | undefined {
  if (!init || !("clone" in init)) return undefined;
  // The class of the argument: a client may use another one than the global `Request`.
  return Reflect.construct(init.constructor, [input, init]);
}
