import { randomUUID } from "node:crypto";
import type { Tab } from "../browser/index.ts";
import type { Lab } from "./lab.ts";
import { isInWorkers, type Place, scriptOf } from "./place.ts";
import type { Outcome } from "./tally.ts";

/** Whether the contexts hold a live access token after the login, or only the refresh token is left. */
export type LoginKind = "live" | "expired";

/** Something that sends requests: a tab, an iframe or a worker. */
export type Sender = (requests: number) => Promise<Outcome>;

/** Tabs of one login. They can be used for several logins, one after the other. */
export class LoginTabs {
  readonly place: Place;
  readonly tabs: readonly Tab[];
  readonly #lab: Lab;
  #key = "";

  private constructor(lab: Lab, place: Place, tabs: readonly Tab[]) {
    this.#lab = lab;
    this.place = place;
    this.tabs = tabs;
  }

  static async open(lab: Lab, place: Place, count: number): Promise<LoginTabs> {
    const tabs: Tab[] = [];
    while (tabs.length < count) tabs.push(await lab.browser.openTab("about:blank"));
    return new LoginTabs(lab, place, tabs);
  }

  /** Signs in as a new user, and opens the application anew in all tabs. */
  async signIn(kind: LoginKind): Promise<void> {
    const { server } = this.#lab;
    this.#key = randomUUID();
    const [first] = this.tabs;
    await first?.goto(this.#urlOf(0));
    const login =
      kind === "live"
        ? server.issueTokens("rfc6749")
        : { refreshToken: server.issueRefreshToken("rfc6749") };
    await first?.call("signIn", login);
    await Promise.all(this.tabs.map((tab, at) => tab.goto(this.#urlOf(at, this.#contextsOf(at)))));
  }

  /** Opens one more tab of the same login. */
  openTab(): Promise<Tab> {
    return this.#lab.browser.openTab(this.#urlOf(0));
  }

  /** All tabs, the iframe and the worker. */
  senders(): readonly Sender[] {
    const [first] = this.tabs;
    const tabs = this.tabs.map(
      (tab): Sender =>
        (count) =>
          tab.call<Outcome>("request", count),
    );
    if (!first) return tabs;
    const frame: Sender = (count) => first.callInFrame<Outcome>("request", count);
    const worker: Sender = (count) => first.call<Outcome>("requestInWorker", count);
    return isInWorkers(this.place) ? [...tabs, frame, worker] : [...tabs, frame];
  }

  async close(): Promise<void> {
    await Promise.all(this.tabs.map((tab) => tab.close().catch(() => {})));
  }

  #urlOf(at: number, contexts: readonly string[] = []): string {
    const client = at % 2 === 0 ? "axios" : "fetch";
    const query = { place: this.place, client };
    return this.#lab.site.tabUrl(scriptOf(this.place), this.#key, query, contexts);
  }

  /** The first tab has an iframe and a worker. A worker has no localStorage, so it cannot use that place. */
  #contextsOf(at: number): readonly string[] {
    if (at > 0) return [];
    return isInWorkers(this.place) ? ["frame", "worker"] : ["frame"];
  }
}
