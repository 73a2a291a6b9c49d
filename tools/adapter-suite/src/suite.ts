import { describe, test } from "vitest";
import type { Adapter } from "./adapter.ts";
import type { Case } from "./case.ts";
import { bodyCases } from "./cases/bodies.ts";
import { refreshDeadTokenCases } from "./cases/refresh-dead-token.ts";
import { refreshDeadlineCases } from "./cases/refresh-deadline.ts";
import { refreshEventCases } from "./cases/refresh-events.ts";
import { refreshLostReplyCases } from "./cases/refresh-lost-reply.ts";
import { refreshReentryCases } from "./cases/refresh-reentry.ts";
import { refreshReplacedCases } from "./cases/refresh-replaced.ts";
import { refreshRetryAfterCases } from "./cases/refresh-retry-after.ts";
import { refreshScheduleCases } from "./cases/refresh-schedule.ts";
import { refreshTroubleCases } from "./cases/refresh-trouble.ts";

/** All rows of the table. */
export const cases: readonly Case[] = [
  ...bodyCases,
  ...refreshDeadTokenCases,
  ...refreshDeadlineCases,
  ...refreshTroubleCases,
  ...refreshRetryAfterCases,
  ...refreshLostReplyCases,
  ...refreshScheduleCases,
  ...refreshEventCases,
  ...refreshReplacedCases,
  ...refreshReentryCases,
];

/** Holds an adapter to every row of the table. */
export function adapterSuite(adapter: Adapter): void {
  describe(`${adapter.name}: the table of docs/semantics.md`, () => {
    for (const { property, title, wanted, check } of cases) {
      if (adapter.differs?.[title]) continue;
      test(`${property ? `${property}: ` : ""}${title}: ${wanted}`, () => check(adapter));
    }
  });
}
