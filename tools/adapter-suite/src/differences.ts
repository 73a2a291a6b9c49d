/** The adapters that the suite is run over; axios with both adapters that it has in Node.js. */
export type AdapterName = "fetch" | "axios" | "axios (fetch)" | "openapi-fetch";

/** Why an adapter does otherwise than the table wants: by the titles of the cases. */
export type Differences = Readonly<Partial<Record<string, string>>>;

const keptStream =
  "openapi-fetch turns every body into a `Request`, and up to 1 MiB of a `Request`'s body is copied. " +
  "So a stream up to that size is sent again, with exactly the same bytes.";

const notKept =
  "openapi-fetch turns every body into a `Request`, and at most 1 MiB of a `Request`'s body is copied. " +
  "A larger body is sent only once. The caller gets its 401, `whyNotSentAgain(response)` returns " +
  "`body_was_not_kept`, and the next call uses a new token. The same applies if you pass a `Request` " +
  "to `authFetch`.";

const unknownPlace =
  "axios's fetch adapter does not say where a response came from, so the 401 counts as one of your API.";

const noForm = "`fetch` cannot send a form of the npm package `form-data`. Give it a `FormData`.";

const noIterable = "axios treats an async iterable as a plain object, and sends it as JSON.";

/** All that differs, for the tests and for the page. */
export const differences: Readonly<Record<AdapterName, Differences>> = {
  fetch: {
    "a form of npm `form-data` as body": noForm,
  },
  axios: {
    "a web `ReadableStream` as body":
      "axios's http adapter does not accept a web `ReadableStream`.",
    "an async iterable as body": noIterable,
  },
  "axios (fetch)": {
    "an async iterable as body": noIterable,
    "a form of npm `form-data` as body":
      "axios's fetch adapter cannot send a form of the npm package `form-data`.",
    "a 401 after a redirect to another port": unknownPlace,
    "`isTokenRejected` after a redirect to another origin": unknownPlace,
    "a 401 after a redirect to another host": unknownPlace,
    "a 401 after a redirect to a subdomain": unknownPlace,
  },
  "openapi-fetch": {
    "a string of 2 MiB as body": notKept,
    "a Node.js stream as body": keptStream,
    "a web `ReadableStream` as body": keptStream,
    "an async iterable as body": keptStream,
    "a form of npm `form-data` as body": noForm,
    "a stream as body while the token is about to expire, with `refreshAhead`":
      "A `Request` does not show what its body is made of, so no request waits for a refresh that runs " +
      "in the background.",
  },
};
