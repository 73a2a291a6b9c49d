import type { Fault } from "@refresh-once/testing";
import { expect } from "vitest";
import { type AuthorizedLab, openAuthorizedLab, provider } from "../authorized-lab.ts";
import type { Case } from "../case.ts";

const losses: readonly [string, Fault][] = [
  ["the connection is closed", { kind: "lostReply" }],
  ["the reply breaks off", { kind: "truncate" }],
  ["the reply is HTML", { kind: "reply", body: "<p>Welcome</p>", contentType: "text/html" }],
];

async function expectInDoubt(lab: AuthorizedLab): Promise<void> {
  const wanted = { code: "in_doubt", message: expect.stringMatching(/in doubt/) };
  for (const _ of Array.from({ length: 3 })) {
    const error: unknown = await lab.request().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject(wanted);
    expect(error).toMatchObject({ message: expect.stringContaining("Log in again") });
  }
  expect(lab.counters().tokenRequests).toBe(2);
}

/** The token endpoint has rotated, and its reply did not arrive. */
export const refreshLostReplyCases: readonly Case[] = losses.flatMap(([name, fault]): Case[] => [
  {
    property: "P1",
    title: `rotated, but ${name}; the server has a grace window`,
    wanted: "the request succeeds, by one resend",
    async check(adapter) {
      const server = { graceWindow: 60_000 };
      await using lab = await openAuthorizedLab(adapter, { server });
      lab.server.fault(provider, fault);
      expect(await lab.request()).toMatchObject({ status: 200 });
      expect(lab.counters()).toMatchObject({ tokenRequests: 2, refreshes: 1, reuses: 0 });
    },
  },
  {
    property: "P10",
    title: `rotated, but ${name}; the server has no grace window`,
    wanted: "in doubt, and it says to log in; never more than one resend",
    async check(adapter) {
      await using lab = await openAuthorizedLab(adapter);
      lab.server.fault(provider, fault);
      await expectInDoubt(lab);
    },
  },
  {
    property: "P1",
    title: `rotated, but ${name}, again and again; the server has a grace window`,
    wanted: "in doubt after one resend, and it says to log in",
    async check(adapter) {
      const server = { graceWindow: 60_000 };
      await using lab = await openAuthorizedLab(adapter, { server });
      lab.server.fault(provider, fault, 5);
      await expectInDoubt(lab);
    },
  },
]);
