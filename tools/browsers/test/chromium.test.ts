import { describeIn } from "./in-browser/browser-lab.ts";
import { deviceKeyTests } from "./in-browser/device-key.ts";
import { dpopTests } from "./in-browser/dpop.ts";
import { failingBrowserTests } from "./in-browser/failing-browser.ts";
import { frozenTests } from "./in-browser/frozen.ts";
import { loginTabsTests } from "./in-browser/login-tabs.ts";
import { acrossTabsTests, storeSuiteTests } from "./in-browser/store-suite.ts";

describeIn("chromium", (lab) => {
  storeSuiteTests(lab, "chromium");
  loginTabsTests(lab, "chromium");
  deviceKeyTests(lab);
  dpopTests(lab);
  failingBrowserTests(lab, "chromium");
  frozenTests(lab, "chromium");
  acrossTabsTests(lab);
});
