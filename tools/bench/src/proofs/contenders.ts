import { createTokenManager } from "@refresh-once/core";
import { createDpop } from "@refresh-once/dpop";

/** What is measured, and what of it is one request. */
export interface ProofContender {
  readonly name: string;
  readonly algorithm: "ES256" | "Ed25519" | "";
  run(): Promise<unknown>;
}

const algorithms = ["ES256", "Ed25519"] as const;
const url = "https://api.example.com/accounts?page=2";
const headers = { authorization: "Bearer access-token" };
const answer = new Response("ok");
const stub = async (_input: string | URL | Request, _init?: RequestInit) => answer;

/** A request without a proof, and for each algorithm its signature alone and a request with a proof. */
export async function proofContenders(): Promise<readonly ProofContender[]> {
  const bare = { name: "bare `fetch`", algorithm: "" as const, run: () => stub(url, { headers }) };
  const signed = algorithms.map(async (algorithm) => [
    await signature(algorithm),
    await boundFetch(algorithm),
  ]);
  return [bare, ...(await Promise.all(signed)).flat()];
}

/** The least that a proof can cost. */
async function signature(algorithm: "ES256" | "Ed25519"): Promise<ProofContender> {
  const { subtle } = crypto;
  const how =
    algorithm === "ES256"
      ? { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" }
      : { name: "Ed25519" };
  const pair = await subtle.generateKey(how, false, ["sign", "verify"]);
  if (!("privateKey" in pair)) throw new TypeError("not a key pair");
  const text = new TextEncoder().encode("a".repeat(400));
  const run = () => subtle.sign(how, pair.privateKey, text);
  return { name: "the signature alone", algorithm, run };
}

async function boundFetch(algorithm: "ES256" | "Ed25519"): Promise<ProofContender> {
  const dpop = createDpop({ algorithm });
  const reply = { access_token: "access-token", token_type: "DPoP" };
  const tokens = createTokenManager({ refresh: dpop.refresh(() => async () => reply) });
  await tokens.get();
  const fetch = dpop.fetch(tokens, stub);
  return { name: "`dpop.fetch`", algorithm, run: () => fetch(url, { headers }) };
}
