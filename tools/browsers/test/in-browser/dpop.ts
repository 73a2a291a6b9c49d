import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import type { Tab } from "../../src/browser/index.ts";
import type { Lab } from "../../src/campaign/index.ts";
import { isFull } from "./browser-lab.ts";

/** Each tab is a process. */
const tabCount = isFull ? 4 : 2;

/** How many keys all tabs ask for, one after the other. */
const rounds = isFull ? 10 : 3;

/** Tabs of the page with bound tokens. */
async function openTabs({ browser, site }: Lab, count: number): Promise<readonly Tab[]> {
  const tabs: Tab[] = [];
  while (tabs.length < count) tabs.push(await browser.openTab(site.pageUrl("dpop")));
  return tabs;
}

/** Keys of logins with DPoP, and tabs that share one. */
export function dpopTests(lab: () => Lab): void {
  test("browserKeys: all tabs that ask at once get one key for a login, which cannot be exported", async () => {
    const tabs = await openTabs(lab(), tabCount);
    for (let round = 0; round < rounds; round++) {
      const login = randomUUID();
      const keys = await Promise.all(
        tabs.map((tab) => tab.call<readonly string[]>("createKeys", login, 3)),
      );
      expect(new Set(keys.flat()).size).toBe(1);
    }
    await Promise.all(tabs.map((tab) => tab.close()));
  });

  test.each(isFull ? ["request", "requestByWorker"] : ["requestByWorker"])(
    "the tabs of a login share its key: one refresh, and every request has a valid proof (%s)",
    async (method) => {
      const { server } = lab();
      server.configure("rfc6749", { dpop: "required", dpopNonces: "both" });
      const before = server.counters("rfc6749");
      const tabs = await openTabs(lab(), tabCount);
      const [first] = tabs;
      const key = randomUUID();
      await first?.call("signIn", key, { refreshToken: server.issueRefreshToken("rfc6749") });
      const storm = () =>
        Promise.all(tabs.map((tab) => tab.call<readonly number[]>(method, key, 5)));
      const answered = Array(tabCount).fill(Array(5).fill(200));
      expect(await storm()).toEqual(answered);
      await first?.reload();
      server.expireAccessTokens("rfc6749");
      expect(await storm()).toEqual(answered);
      const fields = await first?.call<Readonly<Record<string, unknown>>>("keyFields", key);
      expect(fields).toEqual({ dpop_jkt: expect.any(String) });
      expect(await first?.call("exportKey", fields?.dpop_jkt)).toBe("refused");
      const after = server.counters("rfc6749");
      expect(after.refreshes - before.refreshes).toBe(2);
      expect(after.reuses).toBe(before.reuses);
      server.configure("rfc6749", { dpop: "off", dpopNonces: "none" });
      await Promise.all(tabs.map((tab) => tab.close()));
    },
  );
}
