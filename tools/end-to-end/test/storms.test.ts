import { describe, expect, test } from "vitest";
import { clientNames, createClient } from "../src/scenario/index.ts";
import { type Account, openAccount } from "./account.ts";

/** Tokens of a login whose access token the server rejects by now. */
function expiredLogin({ server, target }: Account) {
  const { accessToken, refreshToken } = server.issueTokens(target.provider);
  server.expireAccessTokens(target.provider);
  return { accessToken, refreshToken };
}

function storm(count: number, call: (request: number) => Promise<number>): Promise<number[]> {
  return Promise.all(Array.from({ length: count }, (_, request) => call(request)));
}

const fine = (count: number) => Array<number>(count).fill(200);

/** The long form is `TESTS=full`: storms of 200 requests, each three times. */
const isFull = process.env.TESTS === "full";
const size = isFull ? 200 : 40;
const times = { repeats: isFull ? 2 : 0 };

describe.each(clientNames)(
  `a storm of ${size} requests by %s makes one refresh and no failure`,
  (client) => {
    test("when the token is known to be expired", times, async () => {
      await using account = await openAccount("oroBank");
      const tokens = account.manager({ ...expiredLogin(account), expiresAt: Date.now() - 1 });
      const call = createClient(client, tokens, account.target.resourceUrl);
      expect(await storm(size, (request) => call(`${request}`))).toEqual(fine(size));
      expect(account.server.counters()).toMatchObject({ refreshes: 1, reuses: 0, unauthorized: 0 });
    });

    test("when only the server knows that it is expired", times, async () => {
      await using account = await openAccount("vault");
      const tokens = account.manager(expiredLogin(account));
      const call = createClient(client, tokens, account.target.resourceUrl);
      expect(await storm(size, (request) => call(`${request}`))).toEqual(fine(size));
      expect(account.server.counters()).toMatchObject({ refreshes: 1, reuses: 0 });
    });

    test("when its 401s come in over 300 ms", times, async () => {
      await using account = await openAccount("partner");
      const tokens = account.manager(expiredLogin(account));
      const call = createClient(client, tokens, account.target.resourceUrl);
      const spread = (request: number) =>
        call(`${request}?delay=${Math.round((request * 300) / size)}`);
      expect(await storm(size, spread)).toEqual(fine(size));
      expect(account.server.counters()).toMatchObject({
        refreshes: 1,
        reuses: 0,
        unauthorized: size,
      });
    });

    test("and five expiries of 20 requests each make five", async () => {
      await using account = await openAccount("autional");
      const tokens = account.manager(expiredLogin(account));
      const call = createClient(client, tokens, account.target.resourceUrl);
      for (let cycle = 1; cycle <= 5; cycle++) {
        expect(await storm(20, (request) => call(`${request}`))).toEqual(fine(20));
        expect(account.server.counters()).toMatchObject({ refreshes: cycle, reuses: 0 });
        account.server.expireAccessTokens();
      }
    });

    test("P6: a late 401, judged before the refresh and answered 300 ms later, makes none", async () => {
      await using account = await openAccount("oroBank");
      const tokens = account.manager(expiredLogin(account));
      const call = createClient(client, tokens, account.target.resourceUrl);
      const late = call("late?delay=300");
      await expect.poll(() => account.server.counters().unauthorized).toBe(1);
      expect(await call("soon")).toBe(200);
      expect(account.server.counters()).toMatchObject({ refreshes: 1, unauthorized: 2 });
      expect(await late).toBe(200);
      expect(account.server.counters()).toMatchObject({ refreshes: 1, reuses: 0 });
    });
  },
);
