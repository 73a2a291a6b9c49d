import { isTokenError } from "@refresh-once/core";
import { expect } from "vitest";
import type { Case } from "../case.ts";
import { openLab } from "../lab.ts";

/** What the caller of a failed refresh gets. */
export const failedRefreshCases: readonly Case[] = [
  {
    property: "P10",
    title: "the refresh fails",
    wanted: "the call rejects with a `TokenError`, whose `response` is the 401",
    async check(adapter) {
      const refused = Object.assign(new Error("refused"), { error: "invalid_grant" });
      await using lab = await openLab(adapter, { refresh: () => Promise.reject(refused) });
      const call = lab.client({ url: lab.resource.origin });
      const error: unknown = await call.catch((reason: unknown) => reason);
      if (!isTokenError(error)) throw error;
      expect(error).toMatchObject({ code: "invalid_grant", kind: "terminal" });
      expect(error.response).toHaveProperty("status", 401);
      expect(lab.resource.received).toHaveLength(1);
    },
  },
];
