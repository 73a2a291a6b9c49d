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
- **Bytes of core with an adapter.** Core is 13.7 kB. About 6 kB of that keep logins alive when something goes wrong: core
  reads whatever a provider or a refresh function returns (fields, error replies, the errors of eight HTTP clients); it
  distinguishes a request that was not sent from one without a response, in Node.js, Bun and Deno; it waits with a back-off
  that all processes share; and each error message says what is still safe. Claiming, refreshing and saving are 3.8 kB. The
  rest is the cache, the schedule, validation of input, origins (P7), re-entry (P4), bodies that are sent again (P5), events,
  and pauses after failures (P6, P9). The table by module is below.
- **Bytes of the adapter for axios.** \`CancelToken\`, the errors that \`validateStatus\` creates, and hiding the request.
- **Bytes of the file store.** Claims, commits, a journal, reserved disk space and dead processes: everything that
  \`tools/model\` checks and that \`tools/faults\` kills at each system call. proper-lockfile is only used for waiting; the
  safety does not depend on it.
`;
