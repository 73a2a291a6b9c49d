import { describe, test } from "vitest";
import type { Adapter } from "./adapter.ts";
import type { Group } from "./case.ts";
import { abortCases } from "./cases/abort.ts";
import { alwaysUnauthorizedCases } from "./cases/always-unauthorized.ts";
import { bodyCases } from "./cases/bodies.ts";
import { bodylessCases } from "./cases/bodyless.ts";
import { environmentProxyCases } from "./cases/environment-proxy.ts";
import { failedRefreshCases } from "./cases/failed-refresh.ts";
import { insecureOriginCases } from "./cases/insecure-origins.ts";
import { lateUnauthorizedCases } from "./cases/late-unauthorized.ts";
import { oddTokenCases } from "./cases/odd-tokens.ts";
import { oneShotBodyCases } from "./cases/one-shot-bodies.ts";
import { oneShotEarlyCases } from "./cases/one-shot-early.ts";
import { otherOriginCases } from "./cases/other-origins.ts";
import { ownAuthorizationCases } from "./cases/own-authorization.ts";
import { refreshDeadTokenCases } from "./cases/refresh-dead-token.ts";
import { refreshDeadlineCases } from "./cases/refresh-deadline.ts";
import { refreshEventCases } from "./cases/refresh-events.ts";
import { refreshLostReplyCases } from "./cases/refresh-lost-reply.ts";
import { refreshReentryCases } from "./cases/refresh-reentry.ts";
import { refreshReplacedCases } from "./cases/refresh-replaced.ts";
import { refreshRetryAfterCases } from "./cases/refresh-retry-after.ts";
import { refreshScheduleCases } from "./cases/refresh-schedule.ts";
import { refreshTroubleCases } from "./cases/refresh-trouble.ts";
import { rejectionCases } from "./cases/rejection.ts";
import { unreadBodyCases } from "./cases/unread-bodies.ts";
import { differences } from "./differences.ts";

/** All rows of the table. */
export const groups: readonly Group[] = [
  {
    title: "Requests",
    cases: [
      ...bodyCases,
      ...oneShotBodyCases,
      ...oneShotEarlyCases,
      ...bodylessCases,
      ...ownAuthorizationCases,
      ...otherOriginCases,
      ...insecureOriginCases,
      ...environmentProxyCases,
      ...oddTokenCases,
      ...rejectionCases,
      ...alwaysUnauthorizedCases,
      ...lateUnauthorizedCases,
      ...failedRefreshCases,
      ...unreadBodyCases,
      ...abortCases,
    ],
  },
  {
    title: "Refreshes",
    cases: [
      ...refreshDeadTokenCases,
      ...refreshDeadlineCases,
      ...refreshTroubleCases,
      ...refreshRetryAfterCases,
      ...refreshLostReplyCases,
      ...refreshScheduleCases,
      ...refreshEventCases,
      ...refreshReplacedCases,
      ...refreshReentryCases,
    ],
  },
];

/** Holds an adapter to every row of the table. */
export function adapterSuite(adapter: Adapter): void {
  const differs = differences[adapter.name];
  for (const { title: part, cases } of groups) {
    describe.runIf(cases.length > 0)(`${adapter.name}, docs/semantics.md: ${part}`, () => {
      for (const { property, title, wanted, check } of cases) {
        const name = `${property ? `${property}: ` : ""}${title}: `;
        // What is said to differ and does not is wrong as well.
        if (differs[title]) test.fails(`${name}as the differences say`, () => check(adapter));
        else test(name + wanted, () => check(adapter));
      }
    });
  }
}
