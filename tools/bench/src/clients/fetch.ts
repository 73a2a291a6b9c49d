import { authFetch } from "@refresh-once/fetch";
import { badgatewayFetch } from "./badgateway.ts";
import { type Contender, payment, type Requests, type Setting } from "./contender.ts";
import { lockedFetch } from "./locked-fetch.ts";
import { ourManager } from "./our-manager.ts";

type Fetch = typeof fetch;

/** Ways to have the token sent and refreshed by `fetch`. */
export const fetchContenders: readonly Contender[] = [
  { name: "fetch, bare", family: "fetch", role: "bare", open: openBare },
  {
    name: "@refresh-once/fetch",
    family: "fetch",
    role: "ours",
    open: opener((setting) => {
      const { baseUrl, fetch } = setting;
      return authFetch(ourManager(setting), { origins: [baseUrl], fetch });
    }),
  },
  {
    name: "@badgateway/oauth2-client",
    family: "fetch",
    role: "peer",
    open: opener(badgatewayFetch),
  },
  {
    name: "fetch wrapper with proper-lockfile",
    family: "fetch",
    role: "peer",
    needsFile: true,
    open: opener((setting) => {
      if (setting.path === undefined) throw new TypeError("it needs a file");
      return lockedFetch(setting.path, setting);
    }),
  },
];

function openBare({ baseUrl, account, fetch }: Setting): Requests {
  const { accessToken } = account;
  if (!accessToken) return requestsOf(fetch, baseUrl);
  const headers = { authorization: `Bearer ${accessToken}` };
  return requestsOf(
    (input, init) => fetch(input, { ...init, headers: { ...Object(init?.headers), ...headers } }),
    baseUrl,
  );
}

function opener(wrap: (setting: Setting) => Fetch) {
  return (setting: Setting): Requests => requestsOf(wrap(setting), setting.baseUrl);
}

function requestsOf(send: Fetch, baseUrl: string): Requests {
  const url = `${baseUrl}/payments`;
  return {
    get: async () => (await send(url)).status,
    post: async () => {
      const headers = { "content-type": "application/json" };
      const init = { method: "POST", headers, body: JSON.stringify(payment) };
      return (await send(url, init)).status;
    },
  };
}
