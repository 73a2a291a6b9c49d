import * as providers from "@refresh-once/providers";
import { beforeAll, describe, expect, test } from "vitest";
import { budgets } from "../src/bytes/budgets.ts";
import { entries, entryNames } from "../src/bytes/entries.ts";
import { gzipSizes, minifiedAlone, textsOf } from "../src/bytes/weigh.ts";

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

/** What each of some names comes to: esbuild bundles all of them at once, and each test looks at one. */
function ofEach<Value>(
  names: readonly string[],
  values: (names: readonly string[]) => Promise<readonly Value[]>,
): (name: string) => Value {
  const found = new Map<string, Value>();
  beforeAll(async () => {
    for (const [index, value] of (await values(names)).entries())
      found.set(names[index] ?? "", value);
  });
  return (name) => {
    const value = found.get(name);
    if (value === undefined) throw new Error(`nothing was bundled for ${name}`);
    return value;
  };
}

describe("what a user's bundle gets larger by", () => {
  const gzipOf = ofEach(
    budgeted.map(({ name }) => name),
    () => gzipSizes(budgeted.map(({ name }) => entries[name])),
  );

  test.each(budgeted)("$name stays within $budget bytes, gzip", ({ name, budget }) => {
    const gzip = gzipOf(name);
    expect(gzip).toBeLessThanOrEqual(budget);
    // A budget that is far off holds nothing any more.
    expect(gzip, "the budget can be taken down").toBeGreaterThan(budget * 0.85);
  });
});

describe("what is not used is left out, also of the one module that core is published as", () => {
  const rows: readonly (readonly [string, number])[] = [
    ["isTokenError", 500],
    ["jwtExpiresAt", 500],
    ["whyNotSentAgain", 700],
    ["findTokenError", 800],
    ["TokenError", 1_000],
    ["memoryStore", 1_500],
  ];
  const sizeOf = ofEach(
    rows.map(([name]) => name),
    minifiedAlone,
  );

  test.each(rows)("%s alone needs at most %i bytes, minified", (name, most) => {
    expect(sizeOf(name)).toBeLessThanOrEqual(most);
  });
});

describe("a preset of a provider", () => {
  const names = Object.keys(providers).filter((name) => !/^token/.test(name));

  /** Hosts of all token endpoints, which no bundler changes. */
  const hosts = Object.values(presetHosts);

  const textOf = ofEach(names, (all) =>
    textsOf(
      all.map((name) => ({
        code: `export { ${name} } from "@refresh-once/providers";`,
        platform: "browser",
        external: ["@refresh-once/core"],
      })),
    ),
  );

  test.each(names)("%s brings no other one's row, if it is imported alone", (name) => {
    const text = textOf(name);
    const brought = hosts.filter((host) => text.includes(host));
    expect(brought).toEqual(hosts.filter((host) => host === presetHosts[name]));
  });
});
