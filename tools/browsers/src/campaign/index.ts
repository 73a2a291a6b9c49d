/** Storms and closings: what the tabs of one login do at once. */
export { type Closing, canHappen, type Ending, endings, runClosing } from "./closing.ts";
export { Lab } from "./lab.ts";
export { type LoginKind, LoginTabs } from "./login-tabs.ts";
export { runOutages } from "./outage.ts";
export { type Place, placeTitles } from "./place.ts";
export { type Expiry, runStorm, type Storm } from "./storm.ts";
export { emptyTally, isClean, type Outcome, sum, type Tally } from "./tally.ts";
