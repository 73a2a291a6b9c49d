/** Why a target is not met on the machine of the page, and what meeting it would cost. */
export const shortfalls = `## Where a target is not met, and why

- **axios, added time.** 1.02 × bare would be 0.3 µs. A header that is set and taken away again and one more promise
  take 1.1 µs already when they are written by hand, which is above the target as well. What is ours on top is
  mainly P8: \`request\` is put out of sight of \`inspect\` and JSON, as it holds the token, and V8 then keeps
  the answer as a dictionary.
- **openapi-fetch, a POST.** openapi-fetch hands a middleware a \`Request\`, and not the body that it was made of. A
  copy can only be had by \`Request.clone()\`, which alone takes most of what #2075's middleware adds; the copy is
  then read, so that no more than 1 MiB is kept. Without it no POST could be sent again (P5).
- **axios, a storm of 10,000.** It is at the limit, and swings by a tenth and more from run to run (0.90 in another).
- **Eight processes.** On two cores, eight processes that begin at once take most of that to get to the claim, one after
  the other. From the commit to the last adoption it is the time that is in the table below.
- **Bytes of core with an adapter.** Core is 13.7 kB. About 6 kB of that keeps logins alive in ordinary trouble: it
  reads whatever a provider or a refresh function gives (fields, error replies, what eight HTTP clients throw), tells a
  request that was not sent from one without an answer in Node.js, Bun and Deno, waits with back-off that all processes
  share, and says in each message what is still safe. Who refreshes, under which claim, and what is saved is 3.8 kB; the
  cache, the schedule, checks of what comes in, origins (P7), re-entry (P4), bodies that are sent again (P5), events and
  hold-off (P6, P9) are the rest. The table by module is below.
- **Bytes of the adapter for axios.** \`CancelToken\`, the errors that \`validateStatus\` makes, and hiding the request.
- **Bytes of the file store.** Claims, commits, a journal, room on the disk and dead holders: what \`tools/model\` has
  checked and \`tools/faults\` kills at each call. proper-lockfile is where others wait, not what is safe.
`;
