import type { Target } from "../subject.ts";

/** Why a target is not met on the machine of the page, and what meeting it would cost. */
interface Shortfall {
  /** How the names of the targets begin. */
  readonly targets: readonly string[];
  /** A Markdown list item. */
  readonly reason: string;
}

const shortfalls: readonly Shortfall[] = [
  {
    targets: ["axios, added time"],
    reason: `- **axios, added time.** 1.02 × bare is less than the time for a header and two more promises, even when written by hand. The
  rest is for the promises that are made about tokens: the target of each request is checked (P7), the token is removed from
  the configuration afterwards, \`request\` is hidden from \`inspect\` and JSON because it contains the token (P8), and redirects
  and proxies do not get it. The interceptor written by hand does none of this, and takes nearly as long: in an earlier run,
  on a machine on which a request of bare axios took 21 µs, it took 1657 ns, and the adapter 1511 ns.`,
  },
  {
    targets: ["openapi-fetch, added time, get"],
    reason: `- **openapi-fetch, a GET.** A middleware that does nothing takes 0.7 µs of it. The rest is one object for each request, the
  check of its URL (P7) and of its own \`Authorization\`, and finding the request again when the response arrives. The result
  varies between runs (1.04 and 1.11 in others).`,
  },
  {
    targets: ["openapi-fetch, added time, post"],
    reason: `- **openapi-fetch, a POST.** openapi-fetch gives a middleware a \`Request\`, not the body that it was made from. The only way
  to copy the body is \`Request.clone()\`, and that alone takes most of the time that the middleware of #2075 adds. The copy
  is then read, to keep no more than 1 MiB. Without the copy, no POST could be sent again (P5).`,
  },
  {
    targets: ["fetch, added time, post"],
    reason: `- **fetch, a POST.** The target is a time, not a ratio. In an earlier run, on a machine on which a bare POST took 443 ns, the
  adapter added 431 ns.`,
  },
  {
    targets: ["storm of 10000, @refresh-once/axios"],
    reason: `- **axios, 10,000 requests at once.** Each of the 10,000 requests of this process waits for the refresh, and its
  configuration and its first response are kept until then. The result varies much between runs (0.90 to 1.29 in others).`,
  },
  {
    targets: ["eight processes, one expiry"],
    reason: `- **Eight processes.** On two cores, eight processes that start at the same time need most of this time to reach the claim,
  one after the other. The time from the commit until the last process has the new tokens is in the table below.`,
  },
  {
    targets: ["import of core"],
    reason: `- **Import of core.** An earlier run had 3.0 ms, with a smaller core, and on a machine that was nearly twice as fast: a request
  of bare axios took 16 µs there.`,
  },
  {
    targets: ["core + "],
    reason: `- **Bytes of core with an adapter.** Core is 19.8 kB, and 22.3 kB with fetch. These are the folders of the 22.3 kB, by
  their shares of the minified text; the table by module is below.
  - 6.9 kB, \`renewal\`: claiming, sending, saving, waiting for other processes; reading what a provider, a refresh function or
    one of eight HTTP clients returns or throws, and deciding what it means for the refresh token (P1, P10).
  - 5.0 kB, \`manager\`: the cache, the schedule, callers that share a refresh, logins, logouts, logins that nobody uses,
    events, options, and re-entry (P4).
  - 4.1 kB, \`store\`: back-off, checking what a store returns, recognizing seeds, and stores that were restored to an older
    state (P3).
  - 2.3 kB, \`request\` and the adapter for fetch: origins (P7), one retry after a 401 (P5), bodies that are sent again, and
    bodies that nobody reads.
  - 2.4 kB, \`tokens\` and \`values\`: checking token sets, seeds and options.
  - 1.6 kB, \`time\` and \`errors\`: deadlines and signals, also in React Native and Cloudflare Workers, and the error class.

  Claiming, sending and requests alone would fill a target of 7.5 kB. There would be no room for a cache, for failures that
  are told apart, or for checks. All messages together are 1.7 kB.

  A bundle does not contain what the program does not import: the pool, \`findTokenError\`, \`whyNotSentAgain\`. It does contain
  what a method or an option of the manager may need: \`revoke()\`, \`refreshAhead\`, \`keepAlive\`, \`debug\`, and the default
  store.

  Three more cuts were measured, and not made. Together they would save 1.4 kB:
  - 0.5 kB: no SHA-256 of our own. React Native and pages over http have no \`crypto.subtle\`. With another hash, a seed that
    the store has already seen would replace newer tokens.
  - 0.4 kB: no connection errors of Node.js, Bun and Deno in a browser's bundle. This needs a second build.
  - 0.5 kB: shorter internal names in \`dist\`. They would appear in stack traces and in \`inspect\`.`,
  },
  {
    targets: ["the browser store, on top of core"],
    reason: `- **Bytes of the browser store.** Reading, claiming and committing a row are 1.6 kB. The database itself is 0.7 kB: opening
  it, letting another version of the page upgrade it, and closing it when the tab is frozen. The lock that shows whether the
  holder of a claim lives, the messages to other tabs, and errors that say what to do are 0.8 kB.`,
  },
  {
    targets: ["a page's side in all"],
    reason: `- **Bytes of a page whose tokens are in a worker.** The adapter for axios with the request policy is 5.2 kB by itself: origins
  (P7), one retry (P5), and hiding the token (P8) are needed in a page, too. Core's renewal is not in the page.`,
  },
  {
    targets: ["the adapter for fetch", "the adapter for openapi-fetch"],
    reason: `- **Bytes of the adapters for fetch and openapi-fetch.** Each brings the request policy with it (1.7 kB: origins, retry, kept
  bodies), which core alone does not contain.`,
  },
  {
    targets: ["the adapter for axios"],
    reason: `- **Bytes of the adapter for axios.** \`CancelToken\`, the errors that \`validateStatus\` creates, and hiding the request.`,
  },
  {
    targets: ["file store over proper-lockfile"],
    reason: `- **Bytes of the file store.** Claims, commits, a journal, reserved disk space and dead processes: everything that
  \`tools/model\` checks and that \`tools/faults\` kills at each system call. proper-lockfile is only used for waiting; the
  safety does not depend on it.`,
  },
  {
    targets: ["last of 32 processes on one key, Redis"],
    reason: `- **The last of 32 processes on Redis.** The result is close to the limit, and varies between runs (18.6 and 20.2 ms in others).`,
  },
  {
    targets: ["a refresh, CPU time"],
    reason: `- **A refresh and its floor.** The library sends one command less than the floor, so the difference is work in the process. In
  a CPU profile of the worker over Redis, about two fifths of the difference are core: deadlines and signals for the callers,
  for the store and for the token request (P4), checks of what the store and the provider return (P10), and one promise for
  each step. About a quarter is \`fetch\`: with a signal, it makes a second signal, and listens to both. A tenth is the preset,
  which reads the reply in parts, so that it can stop after 1 MiB. On Node.js 20, most of the rest is \`AsyncLocalStorage\`,
  which finds refresh functions that call their own manager (P4), and makes each promise of the process slower.`,
  },
  {
    targets: ["8 processes on the same accounts, at the same moment"],
    reason: `- **Processes that need the same account at the same moment.** The counts of commands show it: only one process refreshes the
  account, but all others do most of the rest as well. Each reads the account and sees that it is claimed, subscribes, waits,
  and reads it again. This takes two to four times as many commands as the floor, whose processes know when to read, and do it
  once. On PostgreSQL, the floor itself takes longer than the target: a read takes CPU time in both the worker and the
  database, and there are eight.`,
  },
  {
    targets: ["8 processes on the same accounts, in the background"],
    reason: `- **Processes that refresh the same account in the background.** It takes no more commands than the floor: early refreshes
  are spread at random, so one process refreshes an account, and the others find its tokens and adopt them. But each of the
  eight wakes up for each account by itself, and reads it alone, while the floor reads 32 accounts at a time.`,
  },
  {
    targets: ["creation of"],
    reason: `- **Creation of a pool.** In a CPU profile, about half is garbage collection, because everything that is made for an account
  stays in memory. The rest is mostly checking the options of each account.`,
  },
];

/** The reasons for all targets that are not met; empty if there are none. */
export function shortfallsText(targets: readonly Target[]): string {
  const missed = targets.filter(({ isMet }) => !isMet);
  const reasons = shortfalls
    .filter((one) => one.targets.some((start) => missed.some(({ what }) => what.startsWith(start))))
    .map(({ reason }) => reason);
  if (reasons.length === 0) return "";
  return `## Where a target is not met, and why\n\n${reasons.join("\n")}`;
}
