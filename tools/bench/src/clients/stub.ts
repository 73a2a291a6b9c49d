import type { AxiosAdapter } from "axios";
import type { Contender, Requests, Setting } from "./contender.ts";

const baseUrl = "http://127.0.0.1/accounts";
const answer = '{"id":"p1","status":"booked"}';

/** Opens a contender over transports that answer at once, without a network. */
export function openOverStub(contender: Contender, path: string): Requests {
  const { family, role, needsFile, open } = contender;
  const setting: Setting = {
    baseUrl,
    ...(needsFile && { path }),
    account: {
      accessToken: role === "bare" ? "" : "a".repeat(40),
      refreshToken: "r".repeat(40),
      tokenUrl: `${baseUrl}/token`,
      clientId: "client",
      clientSecret: "secret",
    },
    fetch: family === "fetch" ? sharedAnswer() : freshAnswers,
    axios: { adapter: axiosAnswers },
  };
  return open(setting);
}

/** Nobody reads it: what is measured is the sending, to a fraction of a microsecond. */
function sharedAnswer(): typeof fetch {
  const shared = Promise.resolve(new Response(null, { status: 204 }));
  return () => shared;
}

/** Read by the client itself, and that goes once only. */
async function freshAnswers(): Promise<Response> {
  return new Response(answer, { headers: { "content-type": "application/json" } });
}

const axiosAnswers: AxiosAdapter = async (config) => ({
  data: answer,
  status: 200,
  statusText: "OK",
  headers: {},
  config,
});
