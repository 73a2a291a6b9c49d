export type { Adapter, Answer, Call, Client, ClientOptions } from "./adapter.ts";
export { type StaleAccount, staleAccount } from "./stale-account.ts";
export { adapterSuite } from "./suite.ts";
