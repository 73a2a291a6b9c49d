import { expect } from "vitest";
import type { Case } from "../case.ts";
import { openLab } from "../lab.ts";

const bodies: readonly [string, () => unknown][] = [
  ["a string", () => "ä\u0000b"],
  ["URLSearchParams", () => new URLSearchParams({ a: "1 ", b: "ä" })],
];

/** Bodies that can be sent twice. */
export const bodyCases: readonly Case[] = bodies.map(([name, body]) => ({
  property: "P5",
  title: `${name} as body`,
  wanted: "the second sending is byte for byte the first one",
  async check(adapter) {
    await using lab = await openLab(adapter);
    const url = `${lab.resource.origin}/x`;
    const { status } = await lab.client({ method: "POST", url, body: body() });
    const [first, second] = lab.resource.received;
    expect(status).toBe(200);
    expect(first?.body.length).toBeGreaterThan(0);
    expect(second?.body).toEqual(first?.body);
    expect(second?.headers["content-type"]).toBe(first?.headers["content-type"]);
  },
}));
