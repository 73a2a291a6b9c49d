/** The adapters that the suite is run over; axios with both adapters that it has in Node.js. */
export type AdapterName = "fetch" | "axios" | "axios (fetch)" | "openapi-fetch";

/** Why an adapter does otherwise than the table wants: by the titles of the cases. */
export type Differences = Readonly<Partial<Record<string, string>>>;

const keptStream =
  "openapi-fetch makes a `Request` of every body, and of a `Request`'s body a copy of up to 1 MiB is " +
  "kept: such a stream is sent again, byte for byte the same.";

const notKept =
  "openapi-fetch makes a `Request` of every body, and of a `Request`'s body no more than 1 MiB is " +
  "kept: a larger one is sent once, whole. The caller gets its 401, `whyNotSentAgain(response)` is " +
  "`body_was_not_kept`, and the next call has a new token. So it is where `authFetch` is given a " +
  "`Request`.";

const unknownPlace =
  "axios's fetch adapter does not tell where an answer came from: its 401 counts as the resource's own.";

const noForm = "`fetch` cannot send a form of the npm package `form-data`. Give it a `FormData`.";

const noIterable = "axios takes an async iterable for an object and sends that as JSON.";

/** All that differs, for the tests and for the page. */
export const differences: Readonly<Record<AdapterName, Differences>> = {
  fetch: {
    "a form of npm `form-data` as body": noForm,
  },
  axios: {
    "a web `ReadableStream` as body": "axios's http adapter does not take a web `ReadableStream`.",
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
      "A `Request` does not tell what its body is made of, so none waits for a renewal that runs in " +
      "the background.",
  },
};
