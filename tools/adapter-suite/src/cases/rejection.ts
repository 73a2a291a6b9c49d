import { expect } from "vitest";
import type { Case } from "../case.ts";
import { openLab } from "../lab.ts";
import type { Reply } from "../resource.ts";

const insufficientScope: Reply = {
  status: 401,
  headers: { "www-authenticate": 'Bearer realm="x", error="insufficient_scope", scope="admin"' },
};

const isForbidden = (status: number) => status === 403;

const predicates: readonly [string, (status: number) => boolean | Promise<boolean>][] = [
  ["`isTokenRejected`", isForbidden],
  ["an async `isTokenRejected`", async (status) => isForbidden(status)],
];

const ownPredicates: readonly Case[] = predicates.map(([name, isTokenRejected]) => ({
  property: "P6",
  title: `${name} that returns \`true\` only for 403`,
  wanted: "a 403 causes a refresh and a retry; a 401 does not",
  async check(adapter) {
    await using lab = await openLab(adapter, { client: { isTokenRejected } });
    const { origin, received } = lab.resource;
    expect((await lab.client({ url: origin })).status).toBe(401);
    expect(received).toHaveLength(1);
    expect(lab.refreshes()).toBe(0);
    lab.resource.answer(({ headers }) =>
      headers.authorization === "Bearer a0" ? { status: 403 } : undefined,
    );
    expect((await lab.client({ url: origin })).status).toBe(200);
    expect(received).toHaveLength(3);
    expect(lab.refreshes()).toBe(1);
  },
}));

/** What says that a token is no good any more. */
export const rejectionCases: readonly Case[] = [
  {
    property: "P6",
    title: 'a 401 with `error="insufficient_scope"`',
    wanted: "the 401 is returned: no refresh, and no retry",
    async check(adapter) {
      await using lab = await openLab(adapter);
      lab.resource.answer(() => insufficientScope);
      expect((await lab.client({ url: lab.resource.origin })).status).toBe(401);
      expect(lab.resource.received).toHaveLength(1);
      expect(lab.refreshes()).toBe(0);
    },
  },
  ...ownPredicates,
  {
    title: "`isTokenRejected` throws",
    wanted: "the caller gets this error, and there is no retry",
    async check(adapter) {
      const mine = new Error("mine");
      const isTokenRejected = () => {
        throw mine;
      };
      await using lab = await openLab(adapter, { client: { isTokenRejected } });
      await expect(lab.client({ url: lab.resource.origin })).rejects.toBe(mine);
      expect(lab.resource.received).toHaveLength(1);
      expect(lab.refreshes()).toBe(0);
    },
  },
  {
    property: "P6",
    title: "`isTokenRejected` and another origin",
    wanted: "it is not called",
    async check(adapter) {
      const asked: number[] = [];
      const isTokenRejected = (status: number) => asked.push(status) > 0;
      await using lab = await openLab(adapter, { client: { isTokenRejected } });
      expect((await lab.client({ url: lab.foreign.origin })).status).toBe(401);
      expect(asked).toEqual([]);
      expect((await lab.client({ url: lab.resource.origin })).status).toBe(200);
      expect(asked).toEqual([401, 200]);
    },
  },
  {
    property: "P6",
    title: "`isTokenRejected` after a redirect to another origin",
    wanted: "it is not called",
    async check(adapter) {
      const asked: number[] = [];
      const isTokenRejected = (status: number) => asked.push(status) > 0;
      await using lab = await openLab(adapter, { client: { isTokenRejected } });
      lab.resource.answer(() => ({ status: 302, headers: { location: lab.foreign.origin } }));
      expect((await lab.client({ url: lab.resource.origin })).status).toBe(401);
      expect(asked).toEqual([]);
    },
  },
];
