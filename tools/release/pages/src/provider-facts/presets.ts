import * as providers from "@refresh-once/providers";

const url = "https://auth.example/token";
const client = { url, clientId: "app", clientSecret: "secret" };

/** The facts of each preset, in the order of the page. */
export const presets: Readonly<Record<string, providers.ProviderFacts>> = {
  airtable: providers.airtable(client).provider,
  atlassian: providers.atlassian(client).provider,
  auth0: providers.auth0(client).provider,
  box: providers.box(client).provider,
  fitbit: providers.fitbit(client).provider,
  github: providers.github(client).provider,
  gitlab: providers.gitlab({ ...client, redirectUri: "https://app.example/" }).provider,
  google: providers.google(client).provider,
  hubSpot: providers.hubSpot(client).provider,
  linear: providers.linear(client).provider,
  entra: providers.entra(client).provider,
  okta: providers.okta(client).provider,
  quickBooks: providers.quickBooks(client).provider,
  salesforce: providers.salesforce(client).provider,
  slack: providers.slack(client).provider,
  spotify: providers.spotify(client).provider,
  strava: providers.strava(client).provider,
  x: providers.x(client).provider,
  xero: providers.xero(client).provider,
  zoom: providers.zoom(client).provider,
  oroBank: providers.oroBank().provider,
  vault: providers.vault().provider,
  autional: providers.autional({ url }).provider,
  partner: providers.partner({ url, partnerId: 1 }).provider,
  clientCredentials: providers.clientCredentials(client).provider,
};
