import puppeteer, { type Browser, type LaunchOptions } from "puppeteer-core";
import { type BrowserName, programOf } from "./browser-name.ts";

const chromium: LaunchOptions = {
  browser: "chrome",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    // Otherwise a new tab may run in a process that was started before it.
    "--disable-features=SpareRendererForSitePerProcess",
  ],
};

const firefox: LaunchOptions = { browser: "firefox" };

const options: Readonly<Record<BrowserName, LaunchOptions>> = { chromium, firefox };

/** Starts a browser with the profile in a folder, which is created if it does not exist. */
export function launch(name: BrowserName, profile: string): Promise<Browser> {
  return puppeteer.launch({
    ...options[name],
    executablePath: programOf(name),
    userDataDir: profile,
    headless: true,
    // A command may wait for a refresh that waits for a lease.
    protocolTimeout: 120_000,
    // Ctrl-C ends the browser, too.
    handleSIGINT: true,
    handleSIGTERM: true,
    handleSIGHUP: true,
  });
}
