import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Browser } from "puppeteer-core";
import type { BrowserName } from "./browser-name.ts";
import { launch } from "./launch.ts";
import { Tab } from "./tab.ts";

/** A real browser with a profile of its own. */
export class RunningBrowser implements AsyncDisposable {
  readonly name: BrowserName;
  readonly #profile: string;
  #browser: Browser;

  private constructor(name: BrowserName, profile: string, browser: Browser) {
    this.name = name;
    this.#profile = profile;
    this.#browser = browser;
  }

  /** Starts a browser with a new profile. */
  static async start(name: BrowserName): Promise<RunningBrowser> {
    const profile = await mkdtemp(join(tmpdir(), `refresh-once-${name}-`));
    return new RunningBrowser(name, profile, await launch(name, profile));
  }

  /** Returns the name and the version for readers: "Chromium 156.0.8078.114". */
  async version(): Promise<string> {
    const [, number] = /([\d.]+)/.exec(await this.#browser.version()) ?? [];
    return `${this.name === "chromium" ? "Chromium" : "Firefox ESR"} ${number}`;
  }

  /** Opens a new tab. */
  async openTab(url: string): Promise<Tab> {
    const tab = new Tab(await this.#browser.newPage());
    await tab.goto(url);
    return tab;
  }

  /** Kills all processes of the browser by SIGKILL and starts it again with the same profile. All tabs are gone. */
  async killAndRestart(): Promise<void> {
    await this.#kill();
    await preferencesRestored(this.#profile);
    this.#browser = await launch(this.name, this.#profile);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#kill();
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }

  async #kill(): Promise<void> {
    const process = this.#browser.process();
    if (!process || process.exitCode !== null || process.signalCode !== null) return;
    const exited = once(process, "exit");
    // The child processes of a browser end by themselves as soon as they lose their parent.
    process.kill("SIGKILL");
    await exited;
    await this.#browser.disconnect().catch(() => {});
  }
}

/** After the exit of Firefox, Puppeteer puts the preferences of the profile back that it had replaced. */
async function preferencesRestored(profile: string): Promise<void> {
  const replaced = ["user.js", "prefs.js"].map((file) => join(profile, `${file}.puppeteer`));
  while (replaced.some((file) => existsSync(file))) await delay(5);
}
