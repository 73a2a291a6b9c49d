import { abroadOf, homeOf, openAccount } from "../account.ts";
import { openClient } from "../clients.ts";
import type { ClientName, Facts, Target } from "../protocol.ts";

/** A 401 of somebody else says nothing about the token. */
export async function foreignOrigin(target: Target, name: ClientName): Promise<Facts> {
  const client = openClient(name, openAccount(target), abroadOf(target));
  return { status: (await client()).status };
}

/** The token's own origin sends the client elsewhere. */
export async function foreignRedirect(target: Target, name: ClientName): Promise<Facts> {
  const client = openClient(name, openAccount(target), homeOf(target));
  return { status: (await client({ query: { redirect: target.foreignUrl } })).status };
}
