import { expect } from "vitest";
import { openAuthorizedLab, provider } from "../authorized-lab.ts";
import type { Case } from "../case.ts";

const lifetimes: readonly [string, unknown][] = [
  ["0", 0],
  ["negative", -60],
  ["missing", undefined],
  ["a number in a string", "300"],
  ["1e12", 1e12],
  ["shorter than `refreshBefore`", 20],
];

/** When a refresh is due, by what the token endpoint says of a lifetime. */
export const refreshScheduleCases: readonly Case[] = [
  ...lifetimes.map(
    ([name, expires_in]): Case => ({
      property: "P6",
      title: `\`expires_in\` is ${name}`,
      wanted: "ten requests in a row cause one refresh",
      async check(adapter) {
        await using lab = await openAuthorizedLab(adapter);
        const { accessToken: access_token, refreshToken: refresh_token } = lab.issue();
        const body = JSON.stringify({ access_token, refresh_token, expires_in });
        lab.server.fault(provider, { kind: "reply", body });
        for (const _ of Array.from({ length: 10 })) {
          expect(await lab.request()).toMatchObject({ status: 200 });
        }
        expect(lab.counters()).toMatchObject({ tokenRequests: 1, unauthorized: 1 });
      },
    }),
  ),
  {
    property: "P10",
    title: "another process starts while early refreshes fail",
    wanted: "its requests use the stored token, which is still valid",
    async check(adapter) {
      await using lab = await openAuthorizedLab(adapter, {
        server: { accessTokenLifetime: 20_000 },
        login: (issued) => issued,
      });
      lab.server.fault(provider, { kind: "status", status: 503 }, 2);
      const other = lab.join();
      for (const _ of Array.from({ length: 10 })) {
        expect(await other.request()).toMatchObject({ status: 200 });
      }
      expect(other.events).toMatchObject([{ type: "failed", error: { code: "in_doubt" } }]);
      expect(lab.counters()).toMatchObject({ tokenRequests: 2, unauthorized: 0 });
    },
  },
  {
    property: "P10",
    title: "an early refresh fails while the token is still valid",
    wanted: "requests go on, and an event reports the failure",
    async check(adapter) {
      await using lab = await openAuthorizedLab(adapter, {
        server: { accessTokenLifetime: 20_000 },
        login: (issued) => issued,
      });
      lab.server.fault(provider, { kind: "status", status: 503 }, 2);
      for (const _ of Array.from({ length: 10 })) {
        expect(await lab.request()).toMatchObject({ status: 200 });
      }
      expect(lab.events).toMatchObject([
        { type: "failed", error: { code: "in_doubt", kind: "in_doubt" } },
      ]);
      expect(lab.counters()).toMatchObject({ tokenRequests: 2, unauthorized: 0 });
    },
  },
];
