import type { Method } from "./protocol.ts";

/** The most that a request may cost. */
export interface HotPathBudget {
  readonly name: string;
  readonly method: Method;
  /** Times what the bare client takes. */
  readonly ratio: number;
}

/**
 * What is added, with slack for a machine that does something else as well. Who makes something
 * faster takes its budget down with it.
 */
export const budgets: readonly HotPathBudget[] = [
  { name: "@refresh-once/axios", method: "get", ratio: 1.2 },
  { name: "@refresh-once/axios", method: "post", ratio: 1.2 },
  { name: "@refresh-once/openapi-fetch", method: "get", ratio: 1.3 },
  { name: "@refresh-once/openapi-fetch", method: "post", ratio: 8 },
  { name: "@refresh-once/fetch", method: "get", ratio: 8 },
  { name: "@refresh-once/fetch", method: "post", ratio: 8 },
];
