import type { RefreshFunction } from "@refresh-once/core";
import {
  autional,
  clientCredentials,
  oroBank,
  partner,
  refreshTokenGrant,
  strava,
  vault,
} from "../src/index.ts";

/** Values of a reply, valid or not; an omitted one is missing in the reply. */
interface Says {
  readonly access?: unknown;
  readonly refresh?: unknown;
  readonly expiresIn?: unknown;
}

/** A preset, its URL, and a function that makes replies in its format. */
interface Preset {
  readonly name: string;
  readonly url: string;
  readonly refresh: RefreshFunction;
  reply(says: Says): Record<string, unknown>;
}

export const clientSecret = "cs-0e5d2c4b-9f1a";

const url = "https://auth.example/token";

const flat = ({ access, refresh, expiresIn }: Says) => ({
  access_token: access,
  refresh_token: refresh,
  expires_in: expiresIn,
});

export const everyPreset: readonly Preset[] = [
  {
    name: "oroBank",
    url: "https://auth.bank.place/sessions/tokens",
    refresh: oroBank(),
    reply: ({ access, refresh, expiresIn }) => ({
      accessToken: access,
      refreshToken: { id: 25441, value: refresh },
      expires_in: expiresIn,
    }),
  },
  {
    name: "vault",
    url: "https://api.vault.ist/v2.0/reference/gettoken",
    refresh: vault(),
    reply: flat,
  },
  { name: "autional", url, refresh: autional({ url }), reply: flat },
  { name: "partner", url, refresh: partner({ url, partnerId: 7 }), reply: flat },
  {
    name: "refreshTokenGrant",
    url,
    refresh: refreshTokenGrant({ url, clientId: "app", clientSecret }),
    reply: flat,
  },
  { name: "strava", url, refresh: strava({ url, clientId: "app", clientSecret }), reply: flat },
  {
    name: "clientCredentials",
    url,
    refresh: clientCredentials({ url, clientId: "app", clientSecret }),
    reply: flat,
  },
];
