import { isTokenError } from "@refresh-once/core";
import { expect } from "vitest";
import type { Adapter, ClientOptions } from "../adapter.ts";
import type { Case } from "../case.ts";
import { openLab } from "../lab.ts";

const origin = "http://api.example.com";

/** The error that attaching ends with; nothing is ever sent there. */
async function attachTo(adapter: Adapter, options?: ClientOptions): Promise<unknown> {
  await using lab = await openLab(adapter);
  try {
    adapter.attach(origin, lab.tokens, options);
    return undefined;
  } catch (error) {
    return error;
  }
}

/** Plain http beyond this machine. */
export const insecureOriginCases: readonly Case[] = [
  {
    property: "P7",
    title: "an `http:` origin that is not loopback",
    wanted: "a `TokenError` with the code `insecure_origin`, before anything is sent",
    async check(adapter) {
      const error = await attachTo(adapter);
      expect(isTokenError(error)).toBe(true);
      expect(error).toMatchObject({ code: "insecure_origin" });
      const other = await attachTo(adapter, { insecureOrigins: ["http://other.example.com"] });
      expect(other).toMatchObject({ code: "insecure_origin" });
    },
  },
  {
    property: "P7",
    title: "an `http:` origin that is listed in `insecureOrigins`",
    wanted: "it is allowed",
    async check(adapter) {
      expect(await attachTo(adapter, { insecureOrigins: [origin] })).toBeUndefined();
    },
  },
];
