import { tellParent } from "@refresh-once/end-to-end/scenario";
import { startAuthorizationServer } from "@refresh-once/testing";
import { isQuestion, isServerJob, type Login, type Question, type Reply } from "./protocol.ts";

/** The authorization server in a process of its own: its work is not the clients'. */
const job: unknown = JSON.parse(process.argv[2] ?? "");
if (!isServerJob(job)) throw new TypeError("no job");

const provider = "rfc6749";
const { latency } = job;
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

process.on("message", async (text) => {
  const question: unknown = JSON.parse(String(text));
  if (!isQuestion(question)) throw new TypeError("no question");
  await tellParent(answer(question));
});
process.on("disconnect", () => process.exit());
await tellParent({} satisfies Reply);
