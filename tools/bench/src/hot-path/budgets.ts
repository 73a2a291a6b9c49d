import type { Method } from "./protocol.ts";

/** The most that a request may cost. */
export interface HotPathBudget {
  readonly name: string;
  readonly method: Method;
  /** Times what the bare client takes. */
  readonly ratio: number;
}

/**
 * About one and a half times what is added on a quiet machine, and more where little is added at
 * all. Who makes something faster takes its budget down with it.
 */
export const budgets: readonly HotPathBudget[] = [
  { name: "@refresh-once/axios", method: "get", ratio: 1.25 },
  { name: "@refresh-once/axios", method: "post", ratio: 1.25 },
  { name: "@refresh-once/openapi-fetch", method: "get", ratio: 1.35 },
  { name: "@refresh-once/openapi-fetch", method: "post", ratio: 5 },
  { name: "@refresh-once/fetch", method: "get", ratio: 5 },
  { name: "@refresh-once/fetch", method: "post", ratio: 5 },
];
