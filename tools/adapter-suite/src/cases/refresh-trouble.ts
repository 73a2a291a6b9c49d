import type { Fault } from "@refresh-once/testing";
import { expect } from "vitest";
import { openAuthorizedLab, provider } from "../authorized-lab.ts";
import type { Case } from "../case.ts";

const body = '{"access_token":"half';
const page = "<!doctype html><p>Bad gateway</p>";

const faults: readonly [string, Fault][] = [
  ["500", { kind: "status", status: 500 }],
  ["502", { kind: "status", status: 502, body: page, contentType: "text/html" }],
  ["503", { kind: "status", status: 503 }],
  ["a connection reset before the reply", { kind: "reset" }],
  ["truncated JSON with 200", { kind: "status", status: 200, body }],
  ["HTML with 200", { kind: "status", status: 200, body: page, contentType: "text/html" }],
];

/** Trouble at the token endpoint that has passed by the next call, and has spent nothing. */
export const refreshTroubleCases: readonly Case[] = faults.map(([name, fault]) => ({
  property: "P1",
  title: `the token endpoint fails once with ${name}`,
  wanted: "the refresh token is sent once more, and the request succeeds",
  async check(adapter) {
    await using lab = await openAuthorizedLab(adapter);
    lab.server.fault(provider, fault);
    expect(await lab.request()).toMatchObject({ status: 200 });
    expect(lab.counters()).toMatchObject({ tokenRequests: 2, refreshes: 1, reuses: 0 });
  },
}));
