import type { Frame, Page } from "puppeteer-core";

/** A tab of a real browser. Its page has the object `app`, whose methods can be called from here. */
export class Tab {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Opens a page, and waits until its script has set `app`. */
  async goto(url: string): Promise<void> {
    await this.#page.goto(url, { waitUntil: "load" });
  }

  /** Calls a method of the page's `app`. Arguments and result are copied as JSON. */
  call<Result>(method: string, ...args: readonly unknown[]): Promise<Result> {
    return callIn(this.#page, method, args);
  }

  /** Calls a method of `app` in the first iframe of the page. */
  callInFrame<Result>(method: string, ...args: readonly unknown[]): Promise<Result> {
    const [frame] = this.#page.mainFrame().childFrames();
    if (!frame) throw new TypeError("The page has no iframe");
    return callIn(frame, method, args);
  }

  /** Makes `listener` a global function of all pages that this tab opens from now on. */
  async expose(name: string, listener: (text: string) => void): Promise<void> {
    await this.#page.exposeFunction(name, listener);
  }

  /** Closes the tab. Pages cannot delay this. */
  async close(): Promise<void> {
    await this.#page.close({ runBeforeUnload: false });
  }

  async reload(): Promise<void> {
    await this.#page.reload({ waitUntil: "load" });
  }

  /** Goes back in the history, and waits until the page has its `app` again. */
  async goBack(): Promise<void> {
    // A string: this process has no `history`.
    await this.#page.evaluate("setTimeout(() => history.back())");
    await this.#page.waitForFunction(() => "app" in globalThis);
  }

  /** Crashes the process of this tab. Chromium only. */
  async crash(): Promise<void> {
    const session = await this.#page.createCDPSession();
    const crashed = new Promise((resolve) => this.#page.once("error", resolve));
    // The command never gets its reply.
    session.send("Page.crash").catch(() => {});
    await crashed;
  }

  /** Takes the network away from this tab, or gives it back. */
  async setOffline(isOffline: boolean): Promise<void> {
    await this.#page.setOfflineMode(isOffline);
  }

  /** Stops the timers and tasks of this tab, as a browser does with a tab that was hidden for long. Chromium only. */
  async setFrozen(isFrozen: boolean): Promise<void> {
    const session = await this.#page.createCDPSession();
    await session.send("Page.setWebLifecycleState", { state: isFrozen ? "frozen" : "active" });
  }
}

async function callIn<Result>(
  place: Page | Frame,
  method: string,
  args: readonly unknown[],
): Promise<Result> {
  return place.evaluate(
    (name, list) => Reflect.get(globalThis, "app")[name](...list),
    method,
    args,
  );
}
