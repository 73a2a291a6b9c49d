import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import type { BrowserName } from "../../src/browser/index.ts";
import { type Lab, type LoginKind, LoginTabs, type Outcome } from "../../src/campaign/index.ts";

const answered = expect.objectContaining({ accepted: 1, failures: [] });

/** The failure of a request. Firefox sometimes keeps a request that was begun offline until it is online again. */
const whenOffline = {
  chromium: /^unreachable: .*Nothing was sent/,
  firefox: /^(unreachable: .*Nothing was sent|timeout: .*Nothing is lost)/,
} as const;

/** Two tabs of a login, in which the pages refresh. Their access token has ended, or they have none. */
async function signedIn(lab: Lab, kind: LoginKind = "live") {
  const login = await LoginTabs.open(lab, "page", 2);
  await login.signIn(kind);
  const [first = expect.fail(), second = expect.fail()] = login.tabs;
  if (kind === "live") {
    await Promise.all([first, second].map((tab) => tab.call("request", 1)));
  }
  lab.server.expireAccessTokens("rfc6749");
  return { first, second, [Symbol.asyncDispose]: () => login.close() };
}

/** A site without space, and tabs without a network. */
export function failingBrowserTests(lab: () => Lab, name: BrowserName): void {
  const sent = () => lab().server.counters("rfc6749").tokenRequests;

  test("P2: without space for the site, a refresh fails before the refresh token is sent", async () => {
    await using tabs = await signedIn(lab());
    const before = sent();
    await tabs.first.call("setDiskFull", true);
    const { failures } = await tabs.first.call<Outcome>("request", 1);
    expect(failures).toEqual([
      expect.stringMatching(/^store_failed: .*no space is left for this site/),
    ]);
    expect(sent()).toBe(before);
    await tabs.first.call("setDiskFull", false);
    expect(await tabs.first.call("request", 1)).toEqual(answered);
  });

  test("P2: if the space ends during a refresh, the new tokens are kept, and saved later", async () => {
    await using tabs = await signedIn(lab());
    const { server } = lab();
    const before = sent();
    server.configure("rfc6749", { latency: 400 });
    const late = tabs.first.call<Outcome>("request", 1);
    while (sent() === before) await delay(2);
    await tabs.first.call("setDiskFull", true);
    server.configure("rfc6749", { latency: 0 });
    expect((await late).failures).toEqual([expect.stringMatching(/^not_persisted: /)]);
    await tabs.first.call("setDiskFull", false);
    expect(await tabs.first.call("request", 1)).toEqual(answered);
    expect(await tabs.second.call("request", 1)).toEqual(answered);
    expect(sent()).toBe(before + 1);
  });

  test("P10: offline, requests fail and nothing is lost; online again, all tabs have one refresh", async () => {
    await using tabs = await signedIn(lab(), "expired");
    const both = [tabs.first, tabs.second];
    const before = sent();
    await Promise.all(both.map((tab) => tab.setOffline(true)));
    const { failures } = await tabs.first.call<Outcome>("request", 1);
    expect(failures).toEqual([expect.stringMatching(whenOffline[name])]);
    await Promise.all(both.map((tab) => tab.setOffline(false)));
    const answers = () => Promise.all(both.map((tab) => tab.call<Outcome>("request", 1)));
    await expect.poll(answers, { timeout: 300_000 }).toEqual([answered, answered]);
    expect(sent()).toBe(before + 1);
  });
}
