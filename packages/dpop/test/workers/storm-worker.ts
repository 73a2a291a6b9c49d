import { createTokenManager, isTokenError } from "@refresh-once/core";
import { fileStore } from "@refresh-once/core/file";
import { authFetch } from "@refresh-once/fetch";
import { answerOrders, jobOf } from "@refresh-once/processes/in-worker";
import { refreshTokenGrant } from "@refresh-once/providers";
import { createDpop } from "../../src/index.ts";
import { clientId } from "../oidc/client.ts";
import { isJob, isSize } from "./protocol.ts";

/** A process that makes requests with bound tokens from a file that others share. */
const { tokenUrl, resourceUrl, path, seed, ahead } = jobOf(isJob);
const now = Date.now.bind(Date);
Date.now = () => now() + ahead;

const dpop = createDpop();
const tokens = createTokenManager({
  refresh: dpop.refresh((fetch) => refreshTokenGrant({ url: tokenUrl, clientId, fetch })),
  store: fileStore(path),
  seed,
});
const fetch = authFetch(tokens, { origins: [resourceUrl], fetch: dpop.fetch(tokens) });

async function outcome(): Promise<number | string> {
  try {
    return (await fetch(resourceUrl)).status;
  } catch (error) {
    return isTokenError(error) ? error.code : String(error);
  }
}

await answerOrders(isSize, (size) => Promise.all(Array.from({ length: size }, outcome)));
