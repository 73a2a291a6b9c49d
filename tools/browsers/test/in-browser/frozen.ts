import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import type { BrowserName, Tab } from "../../src/browser/index.ts";
import { type Lab, LoginTabs, type Outcome } from "../../src/campaign/index.ts";
import { isFull } from "./browser-lab.ts";

/** Longer than another context waits for a sign of life, and for a refresh after that; ms. */
const stopped = 12_000;

const answered = expect.objectContaining({ accepted: 1, failures: [] });

/** Each tab is a process. */
const tabCount = isFull ? 3 : 2;

/** Tabs of a login. The first one has an iframe and a worker. All have the access token. */
async function signedIn(lab: Lab): Promise<LoginTabs & AsyncDisposable> {
  const login = await LoginTabs.open(lab, "page", tabCount);
  await login.signIn("live");
  await Promise.all(login.senders().map((send) => send(1)));
  return Object.assign(login, { [Symbol.asyncDispose]: () => login.close() });
}

function requestIn(tabs: readonly Tab[]): Promise<readonly Outcome[]> {
  return Promise.all(tabs.map((tab) => tab.call<Outcome>("request", 1)));
}

/** Tabs and workers that stop for a while. */
export function frozenTests(lab: () => Lab, name: BrowserName): void {
  test("P1: a live tab whose heartbeat is late keeps its claim", async () => {
    const { browser, site } = lab();
    const key = "late heartbeat";
    const holder = await browser.openTab(site.pageUrl("stores"));
    const other = await browser.openTab(site.pageUrl("stores"));
    const lease = { duration: 15_000 };
    const mine = await holder.call<string>("open", "browser", key);
    const claim = await holder.call<{ readonly id: string }>("claim", mine, 0, lease);
    await other.call("endLease", key);
    const theirs = await other.call<string>("open", "browser", key);
    expect(await other.call("claim", theirs, 0, lease)).toBeNull();
    const record = JSON.stringify({ revision: 1, obtainedAt: 1 });
    expect(await holder.call("commit", claim.id, record)).toBe(true);
    await Promise.all([holder.close(), other.close()]);
  });

  test("P4: a context that stops during its refresh is taken over, and does not replace newer tokens", async () => {
    const { server } = lab();
    await using login = await signedIn(lab());
    const [first, ...others] = login.tabs;
    server.configure("rfc6749", { latency: 400, graceWindow: 3_600_000 });
    server.expireAccessTokens("rfc6749");
    const before = server.counters("rfc6749");
    const late = first?.call<Outcome>("requestInWorker", 1);
    while (server.counters("rfc6749").tokenRequests === before.tokenRequests) await delay(2);
    await first?.call("stopWorker", stopped);
    expect(await requestIn(others)).toEqual(others.map(() => answered));
    // Its own deadline has passed while it was stopped.
    await late;
    const after = server.counters("rfc6749").tokenRequests;
    expect(await first?.call<Outcome>("requestInWorker", 1)).toEqual(answered);
    expect(server.counters("rfc6749").tokenRequests).toBe(after);
    server.configure("rfc6749", { latency: 0, graceWindow: 0 });
    expect(await lab().lostIn(login.tabs[1] ?? expect.fail())).toBe(0);
    expect(server.counters("rfc6749").reuses).toBe(before.reuses);
  });

  test.runIf(name === "chromium")(
    "P4: a frozen tab that waits for nothing does not hold up the others, and has their tokens later",
    async () => {
      const { server } = lab();
      await using login = await signedIn(lab());
      const [first, ...others] = login.tabs;
      await first?.setFrozen(true);
      for (let expiry = 0; expiry < 2; expiry++) {
        server.expireAccessTokens("rfc6749");
        expect(await requestIn(others)).toEqual(others.map(() => answered));
      }
      const before = server.counters("rfc6749").tokenRequests;
      await first?.setFrozen(false);
      expect(await first?.call<Outcome>("request", 1)).toEqual(answered);
      expect(server.counters("rfc6749").tokenRequests).toBe(before);
    },
  );
}
