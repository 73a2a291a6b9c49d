import { readFileSync, writeFileSync } from "node:fs";
import { gaxios, OAuth2Client } from "google-auth-library";
import { type Contender, payment, type Requests, type Setting } from "./contender.ts";
import { isTokens } from "./token-call.ts";

/** google-auth-library brings a client of its own along: gaxios. */
export const googleContenders: readonly Contender[] = [
  { name: "gaxios, bare", family: "google", role: "bare", open: openBare },
  { name: "google-auth-library", family: "google", role: "peer", open: openGoogle },
];

function openBare({ baseUrl, account, fetch }: Setting): Requests {
  const { accessToken } = account;
  const headers = accessToken && { authorization: `Bearer ${accessToken}` };
  const client = new gaxios.Gaxios({
    fetchImplementation: fetch,
    ...(headers && { headers: new Headers(headers) }),
  });
  return requestsOf((options) => client.request(options), baseUrl);
}

/** As its README has it; its tokens are stored at the event that it advises for that. */
function openGoogle({ baseUrl, account, fetch, path, onTokens }: Setting): Requests {
  const { tokenUrl, clientId, clientSecret } = account;
  // One transport for both is its way; the others' refreshes do not queue behind the requests.
  const send: typeof fetch = (input, init) =>
    String(input) === tokenUrl ? globalThis.fetch(input, init) : fetch(input, init);
  const client = new OAuth2Client({
    clientId,
    clientSecret,
    endpoints: { oauth2TokenUrl: tokenUrl },
    transporterOptions: { fetchImplementation: send },
  });
  const seed: unknown = path ? JSON.parse(readFileSync(path, "utf8")) : account;
  if (!isTokens(seed)) throw new TypeError("no tokens to start with");
  client.setCredentials({ access_token: seed.accessToken, refresh_token: seed.refreshToken });
  client.on("tokens", ({ access_token, refresh_token }) => {
    const tokens = { accessToken: access_token, refreshToken: refresh_token };
    onTokens?.("committing");
    if (path) writeFileSync(path, JSON.stringify(tokens), { mode: 0o600 });
    onTokens?.("in use");
  });
  return requestsOf((options) => client.request(options), baseUrl);
}

function requestsOf(
  request: (options: gaxios.GaxiosOptions) => Promise<gaxios.GaxiosResponse>,
  baseUrl: string,
): Requests {
  const url = `${baseUrl}/payments`;
  return {
    get: async () => (await request({ url })).status,
    post: async () => (await request({ url, method: "POST", data: payment })).status,
  };
}
