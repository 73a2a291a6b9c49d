import { expect, vi } from "vitest";
import { type AuthorizedLab, openAuthorizedLab, provider } from "../authorized-lab.ts";
import type { Case } from "../case.ts";
import { type Gate, gate } from "../refresh-gate.ts";

type Hold = "holdSending" | "holdAnswer";

const moments: readonly [string, Hold][] = [
  ["about to be sent", "holdSending"],
  ["answered, but not stored yet", "holdAnswer"],
];

/** A refresh that is underway at a moment, an intent, and then both come to their end. */
async function during(
  lab: AuthorizedLab,
  { reached, open }: Gate,
  intent: () => Promise<void>,
): Promise<void> {
  const request = lab.request().catch(() => {});
  await reached();
  const intended = intent();
  open();
  await Promise.all([request, intended]);
}

/** Which refresh tokens the token endpoint has got. */
function sentTo({ server }: AuthorizedLab): (string | null)[] {
  return server
    .requests(provider)
    .map(({ body }) => new URLSearchParams(body).get("refresh_token"));
}

const isLive = ({ grant }: AuthorizedLab, refreshToken: string | undefined) =>
  grant({ accessToken: "", ...(refreshToken && { refreshToken }) }, new AbortController()).then(
    () => true,
    () => false,
  );

async function expectNothingLeft(lab: AuthorizedLab): Promise<void> {
  expect(await lab.store.read()).not.toHaveProperty("tokens");
  const calls = lab.counters().tokenRequests;
  const wanted = { code: "login_required", kind: "terminal" };
  await expect(lab.request()).rejects.toMatchObject(wanted);
  await expect(lab.join().request()).rejects.toMatchObject(wanted);
  expect(lab.counters().tokenRequests).toBe(calls);
}

/** A refresh that is underway when somebody decides otherwise. */
export const refreshReplacedCases: readonly Case[] = [
  ...moments.flatMap(([moment, hold]): Case[] => [
    {
      property: "P3",
      title: `\`set()\` while a refresh is ${moment}`,
      wanted: "requests use the new login, and the old refresh token is not sent again",
      async check(adapter) {
        const held = gate();
        await using lab = await openAuthorizedLab(adapter, { around: held[hold] });
        const login = lab.issue();
        await during(lab, held, () => lab.tokens.set(login));
        expect(await lab.request()).toMatchObject({ status: 200 });
        expect((await lab.tokens.get()).accessToken).toBe(login.accessToken);
        lab.server.expireAccessTokens(provider);
        expect(await lab.request()).toMatchObject({ status: 200 });
        expect(sentTo(lab)).toEqual([lab.login.refreshToken, login.refreshToken]);
      },
    },
    {
      property: "P3",
      title: `\`clear()\` while a refresh is ${moment}`,
      wanted:
        "the tokens stay deleted: the next request fails with `login_required`, and the store stays empty",
      async check(adapter) {
        const held = gate();
        await using lab = await openAuthorizedLab(adapter, { around: held[hold] });
        await during(lab, held, () => lab.tokens.clear());
        await expectNothingLeft(lab);
      },
    },
    {
      property: "P3",
      title: `\`revoke()\` while a refresh is ${moment}`,
      wanted: "no token of this login is valid at the server any more, and the store is empty",
      async check(adapter) {
        const held = gate();
        await using lab = await openAuthorizedLab(adapter, { around: held[hold] });
        await during(lab, held, () => lab.tokens.revoke());
        await expectNothingLeft(lab);
        expect(lab.counters().revocations).toBe(1);
        expect(lab.granted).toHaveLength(1);
        expect(await isLive(lab, lab.granted[0]?.refreshToken)).toBe(false);
      },
    },
  ]),
  {
    property: "P3",
    title: "`clear()` after the deadline of a refresh whose reply has not arrived yet",
    wanted: "the late reply brings no token back",
    async check(adapter) {
      const held = gate();
      const options = { around: held.holdAnswer, refreshDeadline: 500 };
      await using lab = await openAuthorizedLab(adapter, options);
      await expect(lab.request()).rejects.toMatchObject({ code: "timeout" });
      await lab.tokens.clear();
      const read = vi.spyOn(lab.store, "read");
      held.open();
      // The late answer looks at what stands in the store by now.
      await vi.waitUntil(() => read.mock.settledResults.length > 0, { interval: 1 });
      await expectNothingLeft(lab);
    },
  },
  {
    property: "P3",
    title: "`set()`, `clear()` and `set()` again during a refresh",
    wanted: "the last call counts",
    async check(adapter) {
      const held = gate();
      await using lab = await openAuthorizedLab(adapter, { around: held.holdAnswer });
      const [first, last] = [lab.issue(), lab.issue()];
      await during(lab, held, async () => {
        await Promise.all([lab.tokens.set(first), lab.tokens.clear(), lab.tokens.set(last)]);
      });
      expect(await lab.request()).toMatchObject({ status: 200 });
      expect((await lab.tokens.get()).accessToken).toBe(last.accessToken);
    },
  },
];
