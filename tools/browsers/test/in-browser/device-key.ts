import { expect, test } from "vitest";
import { type Lab, LoginTabs, type Outcome } from "../../src/campaign/index.ts";

/** Two tabs of a login that is encrypted with the key of the browser. */
async function signedIn(lab: Lab): Promise<LoginTabs & AsyncDisposable> {
  const login = await LoginTabs.open(lab, "encrypted-page", 2);
  await login.signIn("live");
  return Object.assign(login, { [Symbol.asyncDispose]: () => login.close() });
}

/** The key of the browser, and logins that are encrypted with it. */
export function deviceKeyTests(lab: () => Lab): void {
  test("tabs that need a key at the same time make only one, and no script can read its bytes", async () => {
    const { browser, site } = lab();
    const open = () => browser.openTab(site.pageUrl("device-key"));
    const tabs = [await open(), await open(), await open()];
    const found = tabs.map((tab) => tab.call<string>("fingerprints"));
    await tabs[0]?.call("start");
    const keys = await Promise.all(found);
    expect(new Set(keys)).toHaveProperty("size", 1);
    expect(new Set(keys[0]?.split(" "))).toHaveProperty("size", 20);
    expect(await tabs[1]?.call("exportError", "key 1")).toContain("InvalidAccessError");
    await Promise.all(tabs.map((tab) => tab.close()));
  });

  test("P8: the database holds no token, and a second tab reads the login", async () => {
    await using login = await signedIn(lab());
    const [first, second] = login.tabs;
    lab().server.expireAccessTokens("rfc6749");
    const outcomes = await Promise.all(login.tabs.map((tab) => tab.call<Outcome>("request", 1)));
    expect(outcomes).toEqual([
      expect.objectContaining({ accepted: 1 }),
      expect.objectContaining({ accepted: 1 }),
    ]);
    const row = await first?.call<string>("storedRow");
    expect(row).toContain("eyJhbGciOiJkaXIi");
    expect(row).not.toContain("refreshToken");
    expect(await second?.call<Outcome>("requestAnew")).toMatchObject({ accepted: 1 });
  });

  test("P10: after the key was deleted, the login fails with what to do, and is not overwritten", async () => {
    await using login = await signedIn(lab());
    const [first, second] = login.tabs;
    const before = await first?.call<string>("storedRow");
    await first?.call("deleteDatabases", "refresh-once-keys");
    lab().server.expireAccessTokens("rfc6749");
    const { failures } = (await second?.call<Outcome>("requestAnew")) ?? { failures: [] };
    expect(failures).toEqual([
      expect.stringMatching(/^store_damaged: .*delete the record and log in again/),
    ]);
    expect(await first?.call<string>("storedRow")).toBe(before);
    await second?.call("deleteDatabases", "refresh-once");
    await login.signIn("live");
    expect(await login.tabs[1]?.call<Outcome>("requestAnew")).toMatchObject({ accepted: 1 });
  });

  test("a login survives that the data of the site are deleted during its refresh", async () => {
    await using login = await signedIn(lab());
    const [first, second] = login.tabs;
    const { server } = lab();
    await second?.call<Outcome>("request", 1);
    server.configure("rfc6749", { latency: 400 });
    server.expireAccessTokens("rfc6749");
    const before = server.counters("rfc6749");
    const requested = first?.call<Outcome>("request", 1);
    while (server.counters("rfc6749").tokenRequests === before.tokenRequests) {
      await second?.call("storedRow");
    }
    await second?.call("deleteDatabases", "refresh-once", "refresh-once-keys");
    expect(await requested).toMatchObject({ accepted: 1 });
    server.configure("rfc6749", { latency: 0 });
    expect(await second?.call<Outcome>("requestAnew")).toMatchObject({ accepted: 1 });
    expect(server.counters("rfc6749").reuses).toBe(before.reuses);
  });
}
