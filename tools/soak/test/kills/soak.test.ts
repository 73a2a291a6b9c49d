import { it } from "vitest";
import { soak } from "../../src/kills/soak.ts";

/** The long form is `TESTS=full`: kills and no kills, each with bound tokens and without; and `npm run soak`. */
const isFull = process.env.TESTS === "full";

/** How many processes a soak has, and what they must have done before it may end. */
interface Enough {
  readonly processes: number;
  readonly requests: number;
  readonly refreshes: number;
  readonly kills: number;
  readonly dpop?: boolean;
}

/** Whether a line of progress tells of enough. */
function isEnough(line: string, { requests, refreshes, kills }: Enough): boolean {
  const count = (what: string) =>
    Number(new RegExp(`([\\d,]+) ${what}`).exec(line)?.[1]?.replaceAll(",", "") ?? 0);
  return (
    count("requests") >= requests && count("refreshes") >= refreshes && count("kills") >= kills
  );
}

/** Runs a soak until it has done enough; what it prints is at hand where it has found something. */
async function run(enough: Enough) {
  const seed = Math.floor(Math.random() * 2 ** 31);
  const lines = [`--seed ${seed}`];
  const over = new AbortController();
  const print = (line: string) => {
    lines.push(line);
    if (isEnough(line, enough)) over.abort();
  };
  const settings = {
    minutes: 60,
    processes: enough.processes,
    // A twelfth of the requests that `npm run soak` makes in the same time.
    longestPause: 1_920,
    kills: enough.kills > 0,
    dpop: enough.dpop ?? false,
    seed,
    // Longer than a process may get no processor time.
    lifetime: 5,
  };
  const { figures, problems } = await soak(settings, print, over.signal);
  return { figures, problems, log: lines.join("\n") };
}

// They mostly wait for tokens to expire.
it.concurrent("P1, P2: of four processes that are killed at any moment, none spends a token twice, and none is lost that was stored", async ({
  expect,
}) => {
  const { figures, problems, log } = await run({
    processes: 4,
    requests: 40,
    refreshes: 2,
    kills: 3,
  });
  expect(problems, log).toEqual([]);
  expect(figures.failed.size, log).toBe(0);
  expect(figures.reuses, log).toBe(figures.losses.length);
  expect(figures.logins, log).toBeGreaterThanOrEqual(1 + figures.losses.length);
});

it.concurrent.for([
  { dpop: true, tokens: "bound tokens and changing nonces" },
  ...(isFull ? [{ dpop: false, tokens: "bearer tokens" }] : []),
])(
  "P1, P4, P6: while nobody is killed, every request is answered and every refresh was needed, with $tokens",
  async ({ dpop }, { expect }) => {
    const { figures, problems, log } = await run({
      // The long form has more of them that want the same refresh.
      processes: isFull ? 3 : 2,
      requests: 30,
      refreshes: 2,
      kills: 0,
      dpop,
    });
    expect(problems, log).toEqual([]);
    expect(figures, log).toMatchObject({
      failed: new Map(),
      excused: new Map(),
      logins: 1,
      losses: [],
      needless: 0,
      reuses: 0,
    });
  },
);

it.runIf(isFull)(
  "P1, P6: bound tokens and changing nonces cost no further refresh, also while processes are killed",
  { concurrent: true },
  async ({ expect }) => {
    const { figures, problems, log } = await run({
      processes: 4,
      requests: 100,
      refreshes: 3,
      kills: 2,
      dpop: true,
    });
    expect(problems, log).toEqual([]);
    expect(figures, log).toMatchObject({ failed: new Map(), needless: 0 });
    expect(figures.reuses, log).toBe(figures.losses.length);
  },
);
