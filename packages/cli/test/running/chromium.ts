import { existsSync } from "node:fs";
import puppeteer, { type Browser, type Page } from "puppeteer-core";

const program = "/usr/bin/chromium";

/** Why the tests of a browser are skipped; `undefined` if it is installed. */
export const whySkipped = existsSync(program) ? undefined : `${program} is not installed`;

const args = [
  "--no-sandbox",
  "--disable-gpu",
  // The pages of oidc-provider ask Google for a font.
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

/** A person who logs in with a real browser, and agrees to everything. */
export class Chromium implements AsyncDisposable {
  readonly #browser: Browser;

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  static async start(): Promise<Chromium> {
    return new Chromium(await puppeteer.launch({ executablePath: program, args }));
  }

  /** Opens the login page, fills in its form, clicks the consent, and returns the text of the page after that. */
  async logIn(url: string): Promise<string> {
    const page = await this.#browser.newPage();
    page.setDefaultTimeout(0);
    await page.goto(url);
    await page.type("input[name=login]", "alice");
    await page.type("input[name=password]", "secret");
    await submit(page);
    await submit(page);
    return page.$eval("body", ({ innerText }) => innerText);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
  }
}

/** Clicks the button of a form, and waits for the next page. */
async function submit(page: Page): Promise<void> {
  await Promise.all([page.waitForNavigation(), page.click("button[type=submit]")]);
}
