import { expect } from "vitest";
import type { Case } from "../case.ts";
import { type Lab, openLab } from "../lab.ts";
import { resolveLocalhost } from "../localhost.ts";
import type { Received } from "../resource.ts";

/** A redirect away from where the request was sent. */
interface Redirect {
  readonly name: string;
  readonly from: (lab: Lab) => string;
  readonly to: (lab: Lab) => string;
}

const ownOrigin = ({ resource }: Lab) => resource.origin;

/** The resource under another name. */
const named = (host: string) => (lab: Lab) => ownOrigin(lab).replace("127.0.0.1", host);

const redirects: readonly Redirect[] = [
  { name: "another port", from: ownOrigin, to: ({ foreign }) => foreign.origin },
  { name: "another host", from: ownOrigin, to: named("localhost") },
  { name: "a subdomain", from: named("localhost"), to: named("api.localhost") },
];

/** Follows `/0` to the first of these URLs, `/1` there to the next one, and so on. */
async function follow(lab: Lab, from: string, ...targets: readonly string[]) {
  const redirect = ({ path, headers }: Received) => {
    const target = targets[Number(path.slice(1))];
    // Without a token, the resource answers `/0` with 401.
    if (!target || (path === "/0" && !headers.authorization)) return undefined;
    return { status: 302, headers: { location: `${target}/${Number(path.slice(1)) + 1}` } };
  };
  lab.resource.answer(redirect);
  lab.foreign.answer(redirect);
  const client = lab.attach({ origins: [from] });
  using _ = resolveLocalhost();
  return await client({ url: `${from}/0` });
}

/** What has come to either server on this path. */
function received({ resource, foreign }: Lab, path: string) {
  return [...resource.received, ...foreign.received].filter((one) => one.path === path);
}

function tokensAt(lab: Lab, path: string): (string | undefined)[] {
  return received(lab, path).map(({ headers }) => headers.authorization);
}

const redirectCases: readonly Case[] = redirects.flatMap(({ name, from, to }) => [
  {
    property: "P7",
    title: `a redirect to ${name}`,
    wanted: "the token is not sent there",
    async check(adapter) {
      await using lab = await openLab(adapter);
      lab.resource.accept("a0");
      expect((await follow(lab, from(lab), to(lab))).status).toBe(401);
      expect(tokensAt(lab, "/0")[0]).toBe("Bearer a0");
      expect(new Set(tokensAt(lab, "/1"))).toEqual(new Set([undefined]));
    },
  },
  {
    property: "P6",
    title: `a 401 after a redirect to ${name}`,
    wanted: "no refresh, and no retry",
    async check(adapter) {
      await using lab = await openLab(adapter);
      expect((await follow(lab, from(lab), to(lab))).status).toBe(401);
      expect(received(lab, "/1")).toHaveLength(1);
      expect(lab.refreshes()).toBe(0);
    },
  },
]);

/** Requests that go elsewhere, at once or in the end. */
export const otherOriginCases: readonly Case[] = [
  {
    property: "P7",
    title: "an absolute URL of another origin",
    wanted: "no token is sent there, and its 401 causes no refresh",
    async check(adapter) {
      await using lab = await openLab(adapter);
      const { status } = await lab.client({ url: `${lab.foreign.origin}/x` });
      expect(status).toBe(401);
      expect(lab.foreign.received).toHaveLength(1);
      expect(lab.foreign.received[0]?.headers).not.toHaveProperty("authorization");
      expect(lab.refreshes()).toBe(0);
    },
  },
  {
    property: "P7",
    title: "a redirect within the origin",
    wanted: "the token is sent along",
    async check(adapter) {
      await using lab = await openLab(adapter);
      lab.resource.accept("a0");
      const origin = ownOrigin(lab);
      expect((await follow(lab, origin, origin, origin)).status).toBe(200);
      const tokens = ["/0", "/1", "/2"].map((path) => tokensAt(lab, path));
      expect(tokens).toEqual(Array(3).fill(["Bearer a0"]));
    },
  },
  ...redirectCases,
  {
    property: "P7",
    title: "a redirect to another origin, and from there back again",
    wanted: "the token is not sent again after the first redirect",
    async check(adapter) {
      await using lab = await openLab(adapter);
      lab.resource.accept("a0");
      const origin = ownOrigin(lab);
      expect((await follow(lab, origin, lab.foreign.origin, origin)).status).toBe(401);
      expect(new Set(tokensAt(lab, "/1"))).toEqual(new Set([undefined]));
      expect(new Set(tokensAt(lab, "/2"))).toEqual(new Set([undefined]));
    },
  },
];
