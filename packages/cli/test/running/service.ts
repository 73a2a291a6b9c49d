/** A small service. It answers each request with what the provider says about the user of its login. */
import { createServer } from "node:http";
import { createTokenManager, findTokenError } from "@refresh-once/core";
import { authFetch } from "@refresh-once/fetch";

const [, , configuration = "", userinfo = ""] = process.argv;
const { default: accounts } = await import(configuration);
const tokens = createTokenManager(accounts.shop);
const userinfoFetch = authFetch(tokens, { origins: [new URL(userinfo).origin] });

const server = createServer(async (_, response) => {
  try {
    const answer = await userinfoFetch(userinfo);
    response.writeHead(answer.status).end(await answer.text());
  } catch (thrown) {
    response.writeHead(503).end(findTokenError(thrown)?.code);
  }
});
server.listen(0, "127.0.0.1", () => process.stdout.write(JSON.stringify(server.address())));
