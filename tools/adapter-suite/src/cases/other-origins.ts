import { expect } from "vitest";
import type { Case } from "../case.ts";
import { type Lab, openLab } from "../lab.ts";

/** Where the resource can send its client. */
const places: readonly [string, (lab: Lab) => string][] = [
  ["port", ({ foreign }) => foreign.origin],
  ["host", ({ resource }) => resource.origin.replace("127.0.0.1", "localhost")],
];

/** Everything that has come to either server, but for the request that was redirected. */
function arrived({ resource, foreign }: Lab) {
  return [...resource.received, ...foreign.received].filter(({ path }) => path !== "/moved");
}

async function follow(lab: Lab, target: string) {
  lab.resource.answer(({ path, headers }) =>
    path === "/moved" && headers.authorization
      ? { status: 302, headers: { location: `${target}/there` } }
      : undefined,
  );
  return lab.client({ url: `${lab.resource.origin}/moved` });
}

const redirects: readonly Case[] = places.flatMap(([name, targetOf]) => [
  {
    property: "P7",
    title: `a redirect to another ${name}`,
    wanted: "the token stays behind",
    async check(adapter) {
      await using lab = await openLab(adapter);
      lab.resource.accept("a0");
      expect((await follow(lab, targetOf(lab))).status).toBe(401);
      expect(arrived(lab)[0]?.path).toBe("/there");
      expect(arrived(lab).filter(({ headers }) => "authorization" in headers)).toEqual([]);
    },
  },
  {
    property: "P6",
    title: `a 401 after a redirect to another ${name}`,
    wanted: "it refreshes nothing, and nothing is sent again",
    async check(adapter) {
      await using lab = await openLab(adapter);
      expect((await follow(lab, targetOf(lab))).status).toBe(401);
      expect(arrived(lab)).toHaveLength(1);
      expect(lab.refreshes()).toBe(0);
    },
  },
]);

/** Requests that go elsewhere, at once or in the end. */
export const otherOriginCases: readonly Case[] = [
  {
    property: "P7",
    title: "an absolute URL of another origin",
    wanted: "no token is sent there, and its 401 refreshes nothing",
    async check(adapter) {
      await using lab = await openLab(adapter);
      const { status } = await lab.client({ url: `${lab.foreign.origin}/x` });
      expect(status).toBe(401);
      expect(lab.foreign.received).toHaveLength(1);
      expect(lab.foreign.received[0]?.headers).not.toHaveProperty("authorization");
      expect(lab.refreshes()).toBe(0);
    },
  },
  ...redirects,
];
