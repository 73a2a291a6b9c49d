import assert from "node:assert/strict";
import type { TokenStore } from "@refresh-once/core";
import type { CaseGroup } from "./case-group.ts";
import { Subscribers } from "./subscribers.ts";
import type { TestedAccount } from "./tested-account.ts";

/** One process commits, two others wait. Nothing is to be held to where a store cannot tell. */
function whereItTells(
  check: (subscribers: Subscribers, first: TokenStore, second: TokenStore) => Promise<void>,
): (account: TestedAccount) => Promise<void> {
  return async (account) => {
    const [first, second] = await account.openTwice();
    if (!first.subscribe) return;
    const subscribers = new Subscribers(account, await account.open());
    try {
      await check(subscribers, first, second);
    } finally {
      subscribers.end();
    }
  };
}

export const subscriptions: CaseGroup = {
  "another process is told of each commit": whereItTells(async (subscribers, store) => {
    await subscribers.assertTold(await subscribers.add(store));
  }),

  "several are told of each commit": whereItTells(async (subscribers, first, second) => {
    const all = [
      await subscribers.add(first),
      await subscribers.add(first),
      await subscribers.add(second),
    ];
    await subscribers.assertTold(...all);
  }),

  "who has unsubscribed is told no more, and the others are": whereItTells(
    async (subscribers, first, second) => {
      const gone = await subscribers.add(first);
      const others = [await subscribers.add(first), await subscribers.add(second)];
      gone.end();
      const { calls } = gone;
      await subscribers.assertTold(...others);
      assert.equal(gone.calls, calls, "It was told after it had unsubscribed");
    },
  ),

  "who unsubscribes twice ends nobody else's subscription": whereItTells(
    async (subscribers, first, second) => {
      const gone = await subscribers.add(first);
      const others = [await subscribers.add(first), await subscribers.add(second)];
      gone.end();
      gone.end();
      await subscribers.assertTold(...others);
    },
  ),

  "who comes after the last one has gone is told": whereItTells(async (subscribers, store) => {
    (await subscribers.add(store)).end();
    await subscribers.assertTold(await subscribers.add(store));
  }),
};
