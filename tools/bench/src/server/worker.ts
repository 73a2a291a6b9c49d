import { answerOrders, jobOf } from "@refresh-once/processes/in-worker";
import { startAuthorizationServer } from "@refresh-once/testing";
import { isQuestion, isServerJob, type Login, type Question, type Reply } from "./protocol.ts";

/** The authorization server in a process of its own: its work is not the clients'. */
const { latency } = jobOf(isServerJob);

const provider = "rfc6749";
const server = await startAuthorizationServer({ latency, announceExpiry: false });

function login(): Login {
  const { accessToken, refreshToken } = server.issueTokens(provider);
  const tokenUrl = server.tokenUrl(provider);
  const { clientId, clientSecret } = server.client;
  return {
    account: { accessToken, refreshToken, tokenUrl, clientId, clientSecret },
    baseUrl: server.resourceUrl(provider),
  };
}

function answer({ ask }: Question): Reply {
  if (ask === "login") return { login: login() };
  if (ask === "expire") server.expireAccessTokens(provider);
  return { counters: server.counters(provider) };
}

await answerOrders(isQuestion, answer);
