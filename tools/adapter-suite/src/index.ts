export { type StaleAccount, staleAccount } from "./stale-account.ts";
