import { isTokenError, type TokenError } from "@refresh-once/core";
import type { Fault } from "@refresh-once/testing";
import { expect, vi } from "vitest";
import { type AuthorizedLab, type Holder, openAuthorizedLab, provider } from "../authorized-lab.ts";
import type { Case } from "../case.ts";
import { untilInTime } from "../until-in-time.ts";

const losses: readonly [string, Fault][] = [
  ["the connection is closed", { kind: "lostReply" }],
  ["the reply breaks off", { kind: "truncate" }],
  ["the reply is HTML", { kind: "reply", body: "<p>Welcome</p>", contentType: "text/html" }],
];

async function failureOf(holder: Holder): Promise<TokenError> {
  const failure = await failureIn(holder);
  if (!failure) throw new TypeError("It did not fail as it should.");
  return failure;
}

/** Why it failed; `undefined` where it did not. */
async function failureIn({ request }: Holder): Promise<TokenError | undefined> {
  const thrown = await request().catch((error: unknown) => error);
  return isTokenError(thrown) ? thrown : undefined;
}

/** When the token endpoint was called, epoch ms. */
const callsOf = ({ server }: AuthorizedLab) => server.requests(provider).map(({ at }) => at);

/** Without a grace window the provider answers the resend as it does a stolen token. */
async function checkRefusal(lab: AuthorizedLab): Promise<void> {
  for (const _ of Array.from({ length: 3 })) {
    const error = await failureOf(lab);
    expect(error).toMatchObject({ code: "invalid_grant", kind: "terminal" });
    expect(error.message).toContain("a new refresh token may have been lost");
  }
  expect(lab.counters().tokenRequests).toBe(2);
}

/** The token endpoint has rotated, and its reply did not arrive. */
export const refreshLostReplyCases: readonly Case[] = losses.flatMap(([name, fault]): Case[] => [
  {
    property: "P1",
    title: `the token is rotated, but ${name}; the server has a grace window`,
    wanted: "the refresh token is sent once more, and the request succeeds",
    async check(adapter) {
      const server = { graceWindow: 3_600_000 };
      await using lab = await openAuthorizedLab(adapter, { server });
      lab.server.fault(provider, fault);
      expect(await lab.request()).toMatchObject({ status: 200 });
      expect(lab.counters()).toMatchObject({ tokenRequests: 2, refreshes: 1, reuses: 0 });
    },
  },
  {
    property: "P10",
    title: `the token is rotated, but ${name}; the server has no grace window`,
    wanted:
      "the refresh token is sent once more; then the caller gets the server's `invalid_grant`, which says that a response was lost before",
    async check(adapter) {
      await using lab = await openAuthorizedLab(adapter);
      lab.server.fault(provider, fault);
      await checkRefusal(lab);
    },
  },
  {
    property: "P1",
    title: `the token is rotated, but ${name}, twice; the server has a grace window`,
    wanted:
      "the refresh token is sent again at once, and then after a second; the request succeeds",
    async check(adapter) {
      const server = { graceWindow: 3_600_000 };
      await using lab = await openAuthorizedLab(adapter, { server });
      lab.server.fault(provider, fault, 2);
      expect(await lab.request()).toMatchObject({ status: 200 });
      expect(lab.counters()).toMatchObject({ tokenRequests: 3, refreshes: 1, reuses: 0 });
      const [, second = 0, third = 0] = callsOf(lab);
      expect(third - second).toBeGreaterThanOrEqual(1_000);
    },
  },
  {
    property: "P10",
    title: `the token is rotated, but ${name}, until after the deadline; the server has a grace window`,
    wanted:
      "all processes get `in_doubt` at once, with the time of the next try; no login is needed, and later it works",
    check: (adapter) =>
      // Shorter than the wait of a second before the third request.
      untilInTime(900, async () => {
        const server = { graceWindow: 3_600_000 };
        const options = { refreshDeadline: 900 };
        await using lab = await openAuthorizedLab(adapter, { server, ...options });
        lab.server.fault(provider, fault, 2);
        const error = await failureIn(lab);
        if (!error || error.code === "timeout") return "too late";
        expect(error).toMatchObject({ code: "in_doubt", kind: "in_doubt" });
        expect(error.message).toContain("No login is needed");
        const { retryAt = 0 } = error;
        const other = await failureIn(lab.join(options));
        if (Date.now() >= retryAt) return "too late";
        expect(other).toMatchObject({ code: "in_doubt", retryAt });
        expect(lab.counters().tokenRequests).toBe(2);
        await vi.waitUntil(() => Date.now() >= retryAt, { interval: 10 });
        while ((await failureIn(lab))?.code === "timeout");
        expect(await lab.request()).toMatchObject({ status: 200 });
        expect(lab.counters()).toMatchObject({ tokenRequests: 3, refreshes: 1, reuses: 0 });
        const told = lab.events.map(({ type }) => type);
        expect(told).not.toContain("reauthorization_required");
        return "checked";
      }),
  },
]);
