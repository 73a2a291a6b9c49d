import { type AuthorizationServer, startAuthorizationServer } from "@refresh-once/testing";
import { type BrowserName, RunningBrowser, type Tab } from "../browser/index.ts";
import { Site } from "../site/index.ts";
import type { Outcome, Tally } from "./tally.ts";

/** How the server behaves unless a round or a test says otherwise. The latency is before the reply to a refresh; ms. */
const behaviour = { latency: 50, graceWindow: 0, dpop: "off", dpopNonces: "none" } as const;

/** A browser, the site under test and its authorization server. */
export class Lab implements AsyncDisposable {
  readonly browser: RunningBrowser;
  readonly server: AuthorizationServer;
  readonly site: Site;

  private constructor(browser: RunningBrowser, server: AuthorizationServer, site: Site) {
    this.browser = browser;
    this.server = server;
    this.site = site;
  }

  static async open(name: BrowserName): Promise<Lab> {
    const server = await startAuthorizationServer(behaviour);
    const site = await Site.open(server);
    return new Lab(await RunningBrowser.start(name), server, site);
  }

  /** Undoes all `server.configure`. */
  reset(): void {
    this.server.configure("rfc6749", behaviour);
  }

  /** Counts what the server sees of one expiry. */
  async measure(round: () => Promise<readonly Outcome[]>): Promise<Omit<Tally, "lost">> {
    const before = this.server.counters("rfc6749");
    const outcomes = await round();
    const after = this.server.counters("rfc6749");
    const reuses = after.reuses - before.reuses;
    const failures = outcomes.flatMap((outcome) => outcome.failures);
    const accepted = outcomes.reduce((all, outcome) => all + outcome.accepted, 0);
    return {
      expiries: 1,
      refreshes: after.refreshes - before.refreshes,
      reuses,
      revoked: reuses > 0 ? 1 : 0,
      requests: accepted + failures.length,
      failures,
      slowest: Math.max(...outcomes.map((outcome) => outcome.slowest)),
    };
  }

  /** Returns 1 if a page that knows nothing yet cannot use the login any more, otherwise 0. */
  async lostIn(tab: Tab): Promise<number> {
    this.server.expireAccessTokens("rfc6749");
    const { accepted } = await tab.call<Outcome>("requestAnew");
    return accepted === 1 ? 0 : 1;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.browser[Symbol.asyncDispose]();
    await this.site[Symbol.asyncDispose]();
    await this.server.close();
  }
}
