import { expect, test } from "vitest";
import { type KeepAliveLimits, keepAliveAt } from "../src/store.ts";

const record = (obtainedAt: number, refreshTokenExpiresAt?: number) => ({
  obtainedAt,
  tokens: { accessToken: "a", ...(refreshTokenExpiresAt && { refreshTokenExpiresAt }) },
});

const rows: readonly [what: string, ReturnType<typeof record>, KeepAliveLimits, due: number][] = [
  ["half of the idle limit", record(1_000), { idleLimit: 600 }, 1_300],
  ["half of the way to the end", record(1_000, 1_400), {}, 1_200],
  ["what comes first", record(1_000, 1_400), { idleLimit: 200 }, 1_100],
  ["what the user says", record(1_000, 1_400), { idleLimit: 200, every: 700 }, 1_700],
  ["twelve hours if nothing is known", record(1_000), {}, 1_000 + 43_200_000],
  ["at once for a login of unknown age", record(0, 1_400), {}, 700],
];

test.each(rows)("a refresh token is used after %s", (_, given, limits, due) => {
  expect(keepAliveAt(given, limits)).toBe(due);
});
