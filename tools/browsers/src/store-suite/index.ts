/** The store suite of `@refresh-once/testing`, run in real browsers. */
export { runAcrossTabs } from "./across-tabs.ts";
export { runInOneContext } from "./in-one-context.ts";
export type { SuiteResult } from "./suite-result.ts";
