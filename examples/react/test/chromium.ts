import { existsSync } from "node:fs";
import puppeteer, { type Browser, type Page } from "puppeteer-core";

const program = "/usr/bin/chromium";

/** Why the tests of a browser are skipped; `undefined` if it is installed. */
export const whySkipped = existsSync(program) ? undefined : `${program} is not installed`;

/** A real browser. All of its tabs share their storage. */
export class Chromium implements AsyncDisposable {
  readonly #browser: Browser;

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  static async start(): Promise<Chromium> {
    const args = ["--no-sandbox", "--disable-gpu"];
    return new Chromium(await puppeteer.launch({ executablePath: program, args }));
  }

  /** @param script What runs in the tab before the page does. */
  async open(url: string, script = ""): Promise<Tab> {
    const page = await this.#browser.newPage();
    await page.evaluateOnNewDocument(script);
    await page.goto(url);
    return new Tab(page);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
  }
}

/** A tab, as its user sees it. */
export class Tab {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Returns the text of an element; `""` if there is none. */
  async textOf(selector: string): Promise<string> {
    const element = await this.#page.$(selector);
    return (await element?.evaluate(({ textContent }) => textContent)) ?? "";
  }

  /** Clicks a button, whether or not its tab is in the foreground. */
  async click(button: string): Promise<void> {
    await this.#page.$eval(`::-p-xpath(//button[text()="${button}"])`, (found) => {
      Reflect.get(found, "click").call(found);
    });
  }
}
