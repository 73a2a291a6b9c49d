import type { RefreshFunction } from "@refresh-once/core";
import { expect } from "vitest";
import { type AuthorizedLab, openAuthorizedLab, provider } from "../authorized-lab.ts";
import type { Case } from "../case.ts";

type CallBack = (lab: AuthorizedLab) => Promise<unknown>;

/** The refresh token grant by the client that asks for it. */
const throughItsClient: CallBack = ({ client, server, login }) => {
  const { clientId, clientSecret } = server.client;
  const body = new URLSearchParams({
    grant_type: "refresh_token",
    refresh_token: login.refreshToken ?? "",
    client_id: clientId,
    client_secret: clientSecret,
  });
  return client({ method: "POST", url: server.tokenUrl(provider), body });
};

const ended = ({ refreshToken }: { refreshToken: string }) => ({ refreshToken });

const mistakes: readonly [string, CallBack, typeof ended | undefined][] = [
  ["uses the client that the manager is attached to", throughItsClient, ended],
  ["uses that client, and gets a 401", ({ request }) => request(), undefined],
  ["calls `tokens.get()`", ({ tokens }) => tokens.get(), ended],
];

/** A refresh function that waits for itself. */
export const refreshReentryCases: readonly Case[] = mistakes.map(([name, callBack, login]) => ({
  property: "P4",
  title: `the refresh function ${name}`,
  wanted: "an error names the mistake at once, not only at the deadline",
  async check(adapter) {
    let lab: AuthorizedLab | undefined;
    const around = (grant: RefreshFunction): RefreshFunction => {
      return async (current, context) => {
        // From here on nothing but its async context tells whose call it is.
        await Promise.resolve();
        if (lab) await callBack(lab);
        return grant(current, context);
      };
    };
    lab = await openAuthorizedLab(adapter, { around, ...(login && { login }) });
    await using open = lab;
    await expect(open.request()).rejects.toMatchObject({ code: "reentrant", kind: "misuse" });
    expect(open.counters().tokenRequests).toBe(0);
    expect(open.events).toMatchObject([{ type: "failed", error: { code: "reentrant" } }]);
  },
}));
