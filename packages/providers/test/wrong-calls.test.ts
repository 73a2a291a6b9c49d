import { createTokenManager, type RefreshFunction } from "@refresh-once/core";
import { describe, expect, test } from "vitest";
import * as providers from "../src/index.ts";

const { tokenRevocation, ...presets } = providers;
const names = Object.keys(presets);

describe.each(names)("%s", (name) => {
  const preset: (options?: object) => RefreshFunction = Reflect.get(presets, name);

  test("that was not called is told by createTokenManager at once", () => {
    const call = () => Reflect.apply(createTokenManager, undefined, [{ refresh: preset }]);
    expect(call).toThrow(
      new TypeError(
        `createTokenManager: "refresh" must be a refresh function; call the preset: ${name}({ … })`,
      ),
    );
  });

  test("tells of a misspelt option at once, with the right name", () => {
    const wanted = `${name}: "feetch" is not an option; did you mean "fetch"?`;
    expect(() => preset({ feetch: fetch })).toThrow(new TypeError(wanted));
  });

  test("tells of a wrong URL in its own name", () => {
    const given = {
      url: "token",
      clientId: "c",
      clientSecret: "s",
      partnerId: 1,
      redirectUri: "r",
    };
    const known = Object.fromEntries(
      Object.entries(given).filter(([option]) => accepts(preset, option)),
    );
    expect(() => preset(known)).toThrow(`${name}: "url" must be an absolute https:// URL`);
  });
});

function accepts(preset: (options: object) => unknown, option: string): boolean {
  try {
    preset({ [option]: 1 });
    return true;
  } catch (error) {
    return !String(error).includes("is not an option");
  }
}

test("tokenRevocation tells of a misspelt option", () => {
  const call = () =>
    Reflect.apply(tokenRevocation, undefined, [{ url: "https://a.test", client: "c" }]);
  expect(call).toThrow('tokenRevocation: "client" is not an option; did you mean "clientId"?');
});

test("there are 27 ways to make a refresh function", () => {
  expect(names.sort()).toEqual([
    ...["airtable", "atlassian", "auth0", "autional", "box", "clientCredentials", "entra"],
    ...["fitbit", "github", "gitlab", "google", "hubSpot", "linear", "okta", "oroBank"],
    ...["partner", "quickBooks", "refreshTokenGrant", "salesforce", "slack", "spotify"],
    ...["strava", "tokenEndpoint", "vault", "x", "xero", "zoom"],
  ]);
});
