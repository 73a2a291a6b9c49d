import * as providers from "@refresh-once/providers";
import { describe, expect, test } from "vitest";
import { budgets } from "../src/bytes/budgets.ts";
import { entries, entryNames } from "../src/bytes/entries.ts";
import { minifiedAlone, textOf, weigh } from "../src/bytes/weigh.ts";

const presetHosts: Readonly<Record<string, string>> = {
  oroBank: "auth.bank.place",
  vault: "api.vault.ist",
  github: "github.com/login",
  gitlab: "gitlab.com",
  atlassian: "auth.atlassian.com",
  linear: "api.linear.app",
  slack: "slack.com/api",
  zoom: "zoom.us",
  xero: "identity.xero.com",
  quickBooks: "oauth.platform.intuit.com",
  airtable: "airtable.com",
  salesforce: "login.salesforce.com",
  hubSpot: "api.hubapi.com",
  box: "api.box.com",
  x: "api.x.com",
  strava: "www.strava.com",
  fitbit: "api.fitbit.com",
  spotify: "accounts.spotify.com",
  auth0: "{domain}/oauth/token",
  okta: "{domain}/oauth2/",
  entra: "login.microsoftonline.com",
  google: "oauth2.googleapis.com",
};

const budgeted = entryNames.flatMap((name) => {
  const budget = budgets[name];
  return budget === undefined ? [] : [{ name, budget }];
});

describe("what a user's bundle gets larger by", () => {
  test.each(budgeted)("$name stays within $budget bytes, gzip", async ({ name, budget }) => {
    const { gzip } = await weigh(entries[name]);
    expect(gzip).toBeLessThanOrEqual(budget);
    // A budget that is far off holds nothing any more.
    expect(gzip, "the budget can be taken down").toBeGreaterThan(budget * 0.85);
  });
});

describe("what is not used is left out, also of the one module that core is published as", () => {
  test.each([
    ["isTokenError", 500],
    ["jwtExpiresAt", 500],
    ["whyNotSentAgain", 700],
    ["findTokenError", 800],
    ["TokenError", 1_000],
    ["memoryStore", 1_500],
  ])("%s alone needs at most %i bytes, minified", async (name, most) => {
    expect(await minifiedAlone(name)).toBeLessThanOrEqual(most);
  });
});

describe("a preset of a provider", () => {
  const names = Object.keys(providers).filter((name) => !/^token/.test(name));

  /** Hosts of all token endpoints, which no bundler changes. */
  const hosts = Object.values(presetHosts);

  test.each(names)("%s brings no other one's row, if it is imported alone", async (name) => {
    const code = `export { ${name} } from "@refresh-once/providers";`;
    const text = await textOf({ code, platform: "browser", external: ["@refresh-once/core"] });
    const brought = hosts.filter((host) => text.includes(host));
    expect(brought).toEqual(hosts.filter((host) => host === presetHosts[name]));
  });
});
