import { setImmediate } from "node:timers/promises";
import { isTokenError } from "@refresh-once/core";
import { expect } from "vitest";
import { type AuthorizedLab, openAuthorizedLab, provider } from "../authorized-lab.ts";
import type { Case } from "../case.ts";

/** Rejections of promises that nobody has waited for, while `work` was done. */
async function unhandledDuring(work: () => Promise<void>): Promise<unknown[]> {
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);
  process.on("unhandledRejection", note);
  try {
    await work();
    // They are told of after the microtasks.
    await setImmediate();
  } finally {
    process.off("unhandledRejection", note);
  }
  return unhandled;
}

/** What a caller gets when it fails, as far as it is the same for all. */
async function failureOf({ request }: AuthorizedLab): Promise<object> {
  const thrown = await request().catch((error: unknown) => error);
  if (!isTokenError(thrown)) throw new TypeError("It did not fail as it should.");
  const { code, kind, message } = thrown;
  return { code, kind, message, hasResponse: thrown.response !== undefined };
}

const times = Array.from({ length: 100 });

const manners: readonly [string, (lab: AuthorizedLab) => Promise<readonly object[]>][] = [
  [
    "one by one",
    async (lab) => {
      const failures: object[] = [];
      for (const _ of times) failures.push(await failureOf(lab));
      return failures;
    },
  ],
  ["at once", (lab) => Promise.all(times.map(() => failureOf(lab)))],
];

const revivals: readonly [string, (lab: AuthorizedLab) => Promise<void>][] = [
  ["`set()`", (lab) => lab.tokens.set(lab.issue())],
  ["a login in another process", (lab) => lab.join().tokens.set(lab.issue())],
  [
    "a login in another process, with only a refresh token",
    (lab) => lab.join().tokens.set({ refreshToken: lab.server.issueRefreshToken(provider) }),
  ],
];

/** A refresh token that the token endpoint refuses. */
export const refreshDeadTokenCases: readonly Case[] = [
  ...manners.map(
    ([manner, askAll]): Case => ({
      property: "P9",
      title: `a dead refresh token, 100 requests ${manner}`,
      wanted:
        "one request to the token endpoint; each caller gets the same `TokenError`, with its 401",
      async check(adapter) {
        await using lab = await openAuthorizedLab(adapter);
        lab.server.revokeRefreshTokens(provider);
        const unhandled = await unhandledDuring(async () => {
          const failures = await askAll(lab);
          expect(failures[0]).toMatchObject({
            code: "invalid_grant",
            kind: "terminal",
            hasResponse: true,
          });
          expect(new Set(failures.map((failure) => JSON.stringify(failure))).size).toBe(1);
        });
        expect(unhandled).toEqual([]);
        expect(lab.counters().tokenRequests).toBe(1);
      },
    }),
  ),
  ...revivals.map(
    ([name, revive]): Case => ({
      property: "P9",
      title: `a dead refresh token, then ${name}`,
      wanted: "the next request works, without a restart",
      async check(adapter) {
        await using lab = await openAuthorizedLab(adapter);
        lab.server.revokeRefreshTokens(provider);
        await failureOf(lab);
        await revive(lab);
        expect(await lab.request()).toMatchObject({ status: 200 });
        expect(lab.counters().reuses).toBe(0);
      },
    }),
  ),
];
