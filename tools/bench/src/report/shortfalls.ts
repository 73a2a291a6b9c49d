/** Why a target is not met on the machine of the page, and what meeting it would cost. */
export const shortfalls = `## Where a target is not met, and why

- **axios, added time.** 1.02 × bare would be 0.3 µs. Setting a header, removing it again, and one more promise take 1.1 µs
  even when written by hand; that is already above the target. Most of the rest is for P8: \`request\` is hidden from
  \`inspect\` and JSON, because it contains the token, and V8 then stores the response object as a dictionary, which is
  slower.
- **openapi-fetch, a POST.** openapi-fetch gives a middleware a \`Request\`, not the body that it was made from. The only way
  to copy the body is \`Request.clone()\`, and that alone takes most of the time that the middleware of #2075 adds. The copy
  is then read, to keep no more than 1 MiB. Without the copy, no POST could be sent again (P5).
- **axios, 10,000 requests at once.** The result is close to the limit, and varies by 10% and more between runs (0.90 in
  another run).
- **Eight processes.** On two cores, eight processes that start at the same time need most of this time to reach the claim,
  one after the other. The time from the commit until the last process has the new tokens is in the table below.
- **Bytes of core with an adapter.** Core is 17.3 kB, and 19.7 kB with fetch. These are the parts of the 19.7 kB, by the bits
  that gzip needs for each file; the table by module is below.
  - 5.0 kB: claiming, sending, saving, waiting for other processes, back-off, and checking what a store returns.
  - 3.8 kB: reading what a provider, a refresh function or one of eight HTTP clients returns or throws, and deciding what it
    means for the refresh token (P1, P10).
  - 3.6 kB: the cache, the schedule, callers that share a refresh, logins, logouts, events, and re-entry (P4).
  - 2.3 kB: requests: origins (P7), one retry after a 401 (P5), bodies that are sent again, and bodies that nobody reads.
  - 1.7 kB: checking options and seeds.
  - 1.7 kB: recognizing seeds, and stores that were restored to an older state (P3).
  - 1.5 kB: deadlines and signals, also in React Native and Cloudflare Workers, and the error class.

  The first part and the requests are 7.3 kB together. A target of 7.5 kB would leave no room for a cache, for failures that
  are told apart, or for checks. All messages together are 1.7 kB.

  A bundle does not contain what the program does not import: the pool, \`findTokenError\`, \`whyNotSentAgain\`. It does contain
  what a method or an option of the manager may need: \`revoke()\`, \`refreshAhead\`, \`debug\`, and the default store.

  Three more cuts were measured, and not made. Together they would save 1.4 kB:
  - 0.5 kB: no SHA-256 of our own. React Native and pages over http have no \`crypto.subtle\`. With another hash, a seed that
    the store has already seen would replace newer tokens.
  - 0.4 kB: no connection errors of Node.js, Bun and Deno in a browser's bundle. This needs a second build.
  - 0.5 kB: shorter internal names in \`dist\`. They would appear in stack traces and in \`inspect\`.
- **Bytes of the adapter for axios.** \`CancelToken\`, the errors that \`validateStatus\` creates, and hiding the request.
- **Bytes of the file store.** Claims, commits, a journal, reserved disk space and dead processes: everything that
  \`tools/model\` checks and that \`tools/faults\` kills at each system call. proper-lockfile is only used for waiting; the
  safety does not depend on it.
`;
