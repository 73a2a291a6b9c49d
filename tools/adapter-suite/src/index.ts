export type { Adapter, Answer, Call, Client, ClientOptions } from "./adapter.ts";
export { resolveLocalhost } from "./localhost.ts";
export { type PresetAccount, presetAccount } from "./preset-account.ts";
export { type Received, type Reply, type Resource, startResource } from "./resource.ts";
export { bodyOf } from "./sent-body.ts";
export { type StaleAccount, staleAccount } from "./stale-account.ts";
export { adapterSuite } from "./suite.ts";
