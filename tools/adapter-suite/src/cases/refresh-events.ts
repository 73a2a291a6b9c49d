import { inspect } from "node:util";
import type { TokenEvent, TokenSet, TokenStore } from "@refresh-once/core";
import { expect, vi } from "vitest";
import { type Holder, openAuthorizedLab, provider } from "../authorized-lab.ts";
import type { Case } from "../case.ts";
import { gate } from "../refresh-gate.ts";

const typesOf = ({ events }: Holder) => events.map(({ type }) => type);

/** All that a logger could make of events. */
function shown(events: readonly TokenEvent[]): string {
  return inspect(events, { depth: 20, showHidden: true }) + JSON.stringify(events);
}

function secretsIn(sets: readonly Partial<TokenSet>[]): string[] {
  return sets
    .flatMap(({ accessToken, refreshToken }) => [accessToken, refreshToken])
    .filter((token) => token !== undefined);
}

/** What a manager tells of refreshes that requests have asked for. */
export const refreshEventCases: readonly Case[] = [
  {
    title: "a refresh, and another process that uses the new tokens",
    wanted: "`refreshed` in the first one, `adopted` in the other, with revision and expiry",
    async check(adapter) {
      await using lab = await openAuthorizedLab(adapter);
      const other = lab.join();
      await other.tokens.get();
      const before = Date.now();
      await lab.request();
      await other.request();
      const revision = (await lab.store.read())?.revision;
      const state = { revision, expiresAt: expect.toSatisfy((end) => end > before) };
      expect(lab.events).toEqual([{ type: "refreshed", ...state }]);
      expect(other.events.at(-1)).toEqual({ type: "adopted", ...state });
      expect(lab.counters()).toMatchObject({ tokenRequests: 1 });
    },
  },
  {
    title: "another process is already refreshing",
    wanted: "`waiting` once, and `adopted` when it is done",
    async check(adapter) {
      const { holdAnswer, reached, open } = gate();
      await using lab = await openAuthorizedLab(adapter, { around: holdAnswer });
      let claims = 0;
      const claim: TokenStore["claim"] = (...which) => {
        claims++;
        return lab.store.claim(...which);
      };
      const other = lab.join({ store: { ...lab.store, claim } });
      await other.tokens.get();
      const first = lab.request();
      await reached();
      const second = other.request();
      await vi.waitUntil(() => claims > 2, { interval: 1 });
      open();
      expect([(await first).status, (await second).status]).toEqual([200, 200]);
      expect(typesOf(other)).toEqual(["adopted", "waiting", "adopted"]);
      expect(typesOf(lab)).toEqual(["refreshed"]);
      expect(lab.counters().tokenRequests).toBe(1);
    },
  },
  {
    property: "P9",
    title: "a dead refresh token, and ten requests",
    wanted: "`reauthorization_required` once",
    async check(adapter) {
      await using lab = await openAuthorizedLab(adapter);
      lab.server.revokeRefreshTokens(provider);
      for (const _ of Array.from({ length: 10 })) await lab.request().catch(() => {});
      expect(lab.events).toMatchObject([
        { type: "reauthorization_required", error: { code: "invalid_grant", kind: "terminal" } },
      ]);
    },
  },
  {
    property: "P2",
    title: "the reply has an optional field that cannot be used",
    wanted:
      "the tokens in the reply are stored and used; `ignored_field` names the field, never its value",
    async check(adapter) {
      await using lab = await openAuthorizedLab(adapter);
      const { accessToken: access_token, refreshToken: refresh_token } = lab.issue();
      const body = JSON.stringify({ access_token, refresh_token, scope: ["accounts"] });
      lab.server.fault(provider, { kind: "reply", body });
      expect(await lab.request()).toMatchObject({ status: 200 });
      expect((await lab.store.read())?.tokens?.refreshToken).toBe(refresh_token);
      expect(typesOf(lab)).toEqual(["refreshed", "ignored_field"]);
      expect(lab.events[1]).toMatchObject({ field: "scope", was: "an array" });
      expect(lab.counters()).toMatchObject({ tokenRequests: 1 });
    },
  },
  {
    property: "P8",
    title: "all events and errors of a refresh, of failures, and of a dead token",
    wanted: "they contain no token, however they are printed",
    async check(adapter) {
      await using lab = await openAuthorizedLab(adapter, {
        server: { accessTokenLifetime: 20_000 },
        login: (issued) => issued,
      });
      const echo = `${lab.login.refreshToken} ${lab.login.accessToken}`;
      lab.server.fault(provider, { kind: "status", status: 503, body: echo }, 2);
      await lab.request();
      lab.server.expireAccessTokens(provider);
      await lab.request();
      lab.server.revokeRefreshTokens(provider);
      await lab.request().catch(() => {});
      expect(typesOf(lab)).toEqual(["failed", "refreshed", "reauthorization_required"]);
      const text = shown(lab.events);
      const secrets = secretsIn([lab.login, ...lab.granted]);
      expect(secrets).toHaveLength(4);
      expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
    },
  },
];
