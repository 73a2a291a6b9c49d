import { createDpop, type ProofAlgorithm } from "@refresh-once/dpop";
import { homeOf, openAccount, refreshOf } from "../account.ts";
import { openClient } from "../clients.ts";
import type { ClientName, Facts, Target } from "../protocol.ts";
import type { Referee } from "../referee.ts";
import { received } from "./requests.ts";

/**
 * The tokens of the login are bound at the first request. Then all find out at once that the access token is
 * over, and that each proof needs another nonce. Half of them have a body.
 */
export async function boundStorm(
  target: Target,
  name: ClientName,
  referee: Referee,
  algorithm: ProofAlgorithm = "ES256",
): Promise<Facts> {
  const dpop = createDpop({ algorithm });
  const refresh = dpop.refresh((send) => refreshOf(target, send));
  const client = openClient(name, openAccount(target, { refresh }), homeOf(target), dpop);
  await client();
  await referee.step("expire");
  await referee.step("change nonces");
  const calls = Array.from({ length: 50 }, (_, at) => (at % 2 ? { body: { iban: "DE00" } } : {}));
  const answers = await Promise.all(calls.map((call) => client(call)));
  const bodies = new Set(answers.map(({ data }) => received(data).body));
  return { statuses: [...new Set(answers.map(({ status }) => status))], bodies: [...bodies] };
}

/** The same with the other algorithm, which platforms have had for a shorter time. */
export function ed25519Storm(target: Target, referee: Referee): Promise<Facts> {
  return boundStorm(target, "fetch", referee, "Ed25519");
}
