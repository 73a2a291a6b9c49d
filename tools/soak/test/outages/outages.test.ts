import { expect, it } from "vitest";
import { type OutageKind, outageKinds } from "../../src/outages/kinds.ts";
import { formatOutages } from "../../src/outages/outage-report.ts";
import { soakOutages } from "../../src/outages/soak-outages.ts";
import { summarize } from "../../src/outages/summary.ts";

/** What requests have met. */
const met: Readonly<Record<OutageKind, RegExp>> = {
  "connection refused": /ECONNREFUSED/,
  // The system repeats a SYN until somebody answers: it may be late, and nothing else.
  "SYN not answered": /200|TIMEOUT/,
  "request not answered": /UND_ERR_SOCKET|ECONNRESET|timeout/,
  "wrong certificate": /CERT_HAS_EXPIRED|ALTNAME_INVALID|SELF_SIGNED_CERT/,
  "502 with a page": /502/,
  "connection reset": /ECONNRESET|UND_ERR_SOCKET/,
};

const never = new AbortController().signal;

it("P1: no outage costs a login, whatever becomes of the requests", async () => {
  const lines: string[] = [];
  const settings = {
    processes: 2,
    accounts: 2,
    outages: outageKinds.length,
    down: 250,
    up: 0,
    // Only so that the test ends where an account does not come back at all.
    soon: 300_000,
    // Few requests: each outage needs one that meets it. The long form is `npm run soak -- --outages`.
    longestPause: 900,
    deadlines: { sendDeadline: 10_000 },
  };
  const watch = await soakOutages(settings, (line) => lines.push(line), never);
  const log = [...lines, formatOutages(watch)].join("\n");
  expect(watch.problems, log).toEqual([]);
  const summaries = summarize(watch.cycles);
  const kinds = summaries.map(({ kind }) => kind);
  const hasCertificates = !/^No wrong certificates/m.test(log);
  const possible = outageKinds.filter((kind) => hasCertificates || kind !== "wrong certificate");
  expect(kinds, log).toEqual(possible);
  for (const { kind, sends, refreshes, lost } of summaries) {
    const outcomes = [...sends.keys()].join(" ");
    expect(`${kind}: ${outcomes}`, log).toMatch(met[kind]);
    // Each of both accounts was refreshed after it.
    expect(refreshes, log).toBeGreaterThanOrEqual(2);
    expect(lost, log).toBe(0);
  }
});
