import { expect } from "vitest";
import type { Client } from "../adapter.ts";
import type { Case } from "../case.ts";
import { openLab } from "../lab.ts";
import type { Resource } from "../resource.ts";

const requests = 50;
const atOnce = 10;
const large = { status: 401, body: "x".repeat(128 * 1024) };

/** Answers the first sending to each path with a large 401. */
function rejectFirst(resource: Resource): void {
  const seen = new Set<string>();
  resource.answer(({ path }) => {
    if (seen.has(path)) return { status: 200, body: "welcome" };
    seen.add(path);
    return large;
  });
}

/** The same number of callers all the time, each with one request after the other. */
async function callAll(client: Client, { origin }: Resource, sendings: number): Promise<void> {
  let next = 0;
  const caller = async () => {
    for (let id = next++; id < requests; id = next++) {
      for (let sent = 0; sent < sendings; sent++) await client({ url: `${origin}/${id}` });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, caller));
}

/** What becomes of the 401 that no caller sees. */
export const unreadBodyCases: readonly Case[] = [
  {
    title: "50 requests get a 401 with a body of 128 KiB that nobody reads",
    wanted:
      "no more connections than the same client opens without refresh-once for as many requests",
    async check(adapter) {
      await using bare = await openLab(adapter);
      await using lab = await openLab(adapter);
      rejectFirst(bare.resource);
      rejectFirst(lab.resource);
      await callAll(bare.bare, bare.resource, 2);
      await callAll(lab.client, lab.resource, 1);
      expect(lab.resource.received).toHaveLength(2 * requests);
      expect(bare.resource.received).toHaveLength(2 * requests);
      // A connection is free a moment after its answer: a caller may be there before, now and then.
      const most = bare.resource.connections() + atOnce;
      expect(lab.resource.connections()).toBeLessThanOrEqual(most);
    },
  },
];
