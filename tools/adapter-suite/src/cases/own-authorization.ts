import { expect } from "vitest";
import type { Case } from "../case.ts";
import { openLab } from "../lab.ts";

const names = ["Authorization", "authorization", "AUTHORIZATION"];

const leftAlone: readonly Case[] = names.map((name) => ({
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

const replaced: readonly Case[] = names.map((name) => ({
  property: "P7",
  title: `the request already sets \`${name}\`, with \`replaceAuthorization\``,
  wanted:
    "the token replaces it; a 401 renews the token, and the request is retried with the new one",
  async check(adapter) {
    await using lab = await openLab(adapter, { client: { replaceAuthorization: true } });
    const { origin, received } = lab.resource;
    const { status } = await lab.client({ url: origin, headers: { [name]: "Basic eA==" } });
    expect(status).toBe(200);
    expect(received.map(({ headers }) => headers.authorization)).toEqual([
      "Bearer a0",
      "Bearer a1",
    ]);
    expect(lab.refreshes()).toBe(1);
  },
}));

const toAnotherOrigin: Case = {
  property: "P7",
  title: "a request to another origin that sets `Authorization`, with `replaceAuthorization`",
  wanted: "it keeps its own: no token is sent there",
  async check(adapter) {
    await using lab = await openLab(adapter, { client: { replaceAuthorization: true } });
    const headers = { authorization: "Basic eA==" };
    await lab.client({ url: `${lab.foreign.origin}/x`, headers });
    expect(lab.foreign.received.map((one) => one.headers.authorization)).toEqual(["Basic eA=="]);
    expect(lab.refreshes()).toBe(0);
  },
};

/** The caller brings its own credentials. */
export const ownAuthorizationCases: readonly Case[] = [...leftAlone, ...replaced, toAnotherOrigin];
