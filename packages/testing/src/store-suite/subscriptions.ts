import assert from "node:assert/strict";
import type { TokenStore } from "@refresh-once/core";
import type { CaseGroup } from "./case-group.ts";
import { Subscribers } from "./subscribers.ts";
import type { TestedAccount } from "./tested-account.ts";

/** Makes a case with one process that commits and two that subscribe. It passes if the store has no `subscribe`. */
function ifSupported(
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

/** A commit notifies the subscribers of all processes. */
export const subscriptions: CaseGroup = {
  "another process is notified of each commit": ifSupported(async (subscribers, store) => {
    await subscribers.assertNotified(await subscribers.add(store));
  }),

  "several subscribers are notified of each commit": ifSupported(
    async (subscribers, first, second) => {
      const all = [
        await subscribers.add(first),
        await subscribers.add(first),
        await subscribers.add(second),
      ];
      await subscribers.assertNotified(...all);
    },
  ),

  "a subscriber that has unsubscribed is not notified, and the others are": ifSupported(
    async (subscribers, first, second) => {
      const gone = await subscribers.add(first);
      const others = [await subscribers.add(first), await subscribers.add(second)];
      gone.end();
      const { calls } = gone;
      await subscribers.assertNotified(...others);
      assert.equal(gone.calls, calls, "It was notified after it had unsubscribed");
    },
  ),

  "unsubscribing twice does not end another subscription": ifSupported(
    async (subscribers, first, second) => {
      const gone = await subscribers.add(first);
      const others = [await subscribers.add(first), await subscribers.add(second)];
      gone.end();
      gone.end();
      await subscribers.assertNotified(...others);
    },
  ),

  "a new subscriber is notified after all others have unsubscribed": ifSupported(
    async (subscribers, store) => {
      (await subscribers.add(store)).end();
      await subscribers.assertNotified(await subscribers.add(store));
    },
  ),
};
