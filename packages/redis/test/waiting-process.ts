import { createTokenManager } from "@refresh-once/core";
import { redisStore } from "../src/index.ts";
import { libraries } from "./clients.ts";

// Waits for the refresh of another process, closes its client, and should then exit by itself.
const [url = "", library] = process.argv.slice(2);
const [, open] = libraries.find(([name]) => name === library) ?? libraries[0];
const opened = await open(url);
const tokens = createTokenManager({
  store: redisStore(opened.client, { key: "tokens" }),
  refresh: async () => ({ accessToken: "of its own" }),
});
const got = tokens.renew({ accessToken: "secret-a1", refreshToken: "secret-r1" });
process.stdout.write("waits\n");
process.stdout.write(`${(await got).accessToken}\n`);
await opened[Symbol.asyncDispose]();
