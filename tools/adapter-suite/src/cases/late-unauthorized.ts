import { expect } from "vitest";
import type { Case } from "../case.ts";
import { gate } from "../gate.ts";
import { openLab } from "../lab.ts";

/** An answer to the old token that arrives after the refresh. */
export const lateUnauthorizedCases: readonly Case[] = [
  {
    property: "P6",
    title: "a late 401: it arrives after the refresh, for the old token",
    wanted: "the request is sent again with the current token; there is no second refresh",
    async check(adapter) {
      await using lab = await openLab(adapter);
      const { resource, client } = lab;
      const late = gate();
      const isOld = (authorization?: string) => authorization === "Bearer a0";
      resource.answer(async ({ path, headers }) => {
        if (path === "/late" && isOld(headers.authorization)) await late.passed;
        return undefined;
      });
      const slow = client({ url: `${resource.origin}/late` });
      await lab.arrived(1);
      expect((await client({ url: `${resource.origin}/soon` })).status).toBe(200);
      late.open();
      expect((await slow).status).toBe(200);
      expect(resource.received).toHaveLength(4);
      expect(lab.refreshes()).toBe(1);
    },
  },
];
