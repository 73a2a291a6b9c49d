import { expect } from "vitest";
import type { Case } from "../case.ts";
import { openLab } from "../lab.ts";

/** The caller brings its own credentials. */
export const ownAuthorizationCases: readonly Case[] = [
  "Authorization",
  "authorization",
  "AUTHORIZATION",
].map((name) => ({
  property: "P7",
  title: `the request already sets \`${name}\``,
  wanted: "it is left alone: no token is attached, and a 401 causes no refresh",
  async check(adapter) {
    await using lab = await openLab(adapter);
    const { origin, received } = lab.resource;
    const { status } = await lab.client({ url: origin, headers: { [name]: "Basic eA==" } });
    expect(status).toBe(401);
    expect(received.map(({ headers }) => headers.authorization)).toEqual(["Basic eA=="]);
    expect(lab.refreshes()).toBe(0);
  },
}));
