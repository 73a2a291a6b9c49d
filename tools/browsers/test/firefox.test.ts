import { describeIn, isFull } from "./in-browser/browser-lab.ts";
import { deviceKeyTests } from "./in-browser/device-key.ts";
import { dpopTests } from "./in-browser/dpop.ts";
import { failingBrowserTests } from "./in-browser/failing-browser.ts";
import { frozenTests } from "./in-browser/frozen.ts";
import { loginTabsTests } from "./in-browser/login-tabs.ts";
import { storeSuiteTests } from "./in-browser/store-suite.ts";

// The long form, `TESTS=full`, runs all that Chromium also runs.
describeIn("firefox", (lab) => {
  storeSuiteTests(lab, "firefox");
  loginTabsTests(lab, "firefox");
  if (!isFull) return;
  deviceKeyTests(lab);
  dpopTests(lab);
  failingBrowserTests(lab, "firefox");
  frozenTests(lab, "firefox");
});
