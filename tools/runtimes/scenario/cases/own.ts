import { memoryStore } from "@refresh-once/core";
import { encryptedStore } from "@refresh-once/encryption";
import { authFetch } from "@refresh-once/fetch";
import { homeOf, openAccount } from "../account.ts";
import { openClient } from "../clients.ts";
import type { Facts, Target } from "../protocol.ts";
import type { Referee } from "../referee.ts";
import { received } from "./requests.ts";

/** Its body can be read but once, so a copy is sent the second time; runtimes differ in how to make one. */
export async function requestWithBody(target: Target, referee: Referee): Promise<Facts> {
  const api = authFetch(openAccount(target), { origins: [target.resourceUrl] });
  await referee.step("expire");
  const request = new Request(`${target.resourceUrl}/accounts`, {
    method: "POST",
    headers: { "content-type": "text/plain;charset=utf-8" },
    body: "Zoë, once more",
  });
  const response = await api(request);
  return { status: response.status, ...received(await response.json()) };
}

/** WebCrypto seals; another process finds the renewed tokens by the same key. */
export async function encrypted(target: Target, referee: Referee): Promise<Facts> {
  const plain = memoryStore();
  const keys = [{ kid: "runtimes", secret: crypto.getRandomValues(new Uint8Array(32)) }];
  const open = () => openAccount(target, { store: encryptedStore(plain, { keys }) });
  const tokens = open();
  const client = openClient("fetch", tokens, homeOf(target));
  await client();
  await referee.step("expire");
  await Promise.all(Array.from({ length: 20 }, () => client()));
  const other = openClient("fetch", open(), homeOf(target));
  const stored = JSON.stringify(await plain.read());
  const { accessToken } = await tokens.get();
  return { other: (await other()).status, stored, shows: stored.includes(accessToken) };
}
