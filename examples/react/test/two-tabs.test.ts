import { describe, expect, test } from "vitest";
import { stateOf } from "../server/describe-server.ts";
import { Chromium, type Tab, whySkipped } from "./chromium.ts";
import { ServedApp } from "./served-app.ts";

/** Not more often: each look at a page delays the page itself; ms. */
const patience = { interval: 200 };

describe.skipIf(whySkipped)(`in Chromium${whySkipped ? ` (${whySkipped})` : ""}`, () => {
  test("tabs that send 100 requests each share one refresh, and a logout ends the login of all", async () => {
    await using app = await ServedApp.start();
    await using browser = await Chromium.start();
    const { authorization, url } = app;

    const first = await browser.open(url);
    await expectInEach([first], "header button:enabled", /Log in/);
    await logIn(first);
    const { tokenRequests } = stateOf(authorization, 0);
    expect(new Set(tokenRequests.map(({ by }) => by))).toEqual(new Set(["shared worker"]));

    const second = await browser.open(url);
    const withoutWorker = await browser.open(url, "delete globalThis.SharedWorker");
    const tabs = [first, second, withoutWorker];
    await expectInEach(tabs, "header button:enabled", /Log out/);
    const before = authorization.counters();
    authorization.expireAccessTokens();
    await Promise.all(tabs.map((tab) => tab.click("100 requests at once")));
    await expectInEach(tabs, "output", /^100 of 100 answered/);
    await expectInEach(tabs, ".tally", /, 0 failed/);
    expect(authorization.counters()).toMatchObject({
      refreshes: before.refreshes + 1,
      tokenRequests: before.tokenRequests + 1,
      reuses: 0,
    });

    await withoutWorker.click("Log out");
    await expectInEach(tabs, "header button:enabled", /Log in/);
  });
});

/** Clicks again if a login fails, as a person does: on a busy machine, one may take longer than its deadline. */
async function logIn(tab: Tab): Promise<void> {
  const button = () => tab.textOf("header button:enabled");
  await expect
    .poll(async () => {
      if ((await button()) === "Log in") await tab.click("Log in").catch(() => {});
      return button();
    }, patience)
    .toBe("Log out");
}

async function expectInEach(tabs: readonly Tab[], selector: string, text: RegExp): Promise<void> {
  for (const tab of tabs) await expect.poll(() => tab.textOf(selector), patience).toMatch(text);
}
