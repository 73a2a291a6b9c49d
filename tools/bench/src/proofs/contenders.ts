import { createTokenManager } from "@refresh-once/core";
import { createDpop } from "@refresh-once/dpop";
import { generateKeyPair, generateProof } from "dpop";
import * as oauth4webapi from "oauth4webapi";

/** What is measured, and what of it is one request. */
export interface ProofContender {
  readonly name: string;
  readonly algorithm: ProofAlgorithm | "";
  /** Whether a request with a proof is sent. */
  readonly isProved: boolean;
  run(): Promise<unknown>;
}

type Fetch = typeof globalThis.fetch;
type ProofAlgorithm = (typeof algorithms)[number];

const algorithms = ["ES256", "Ed25519"] as const;
const url = "https://api.example.com/accounts?page=2";
const accessToken = "access-token";
const authorization = `Bearer ${accessToken}`;

/**
 * A request without a proof, and for each algorithm its signature alone and requests with a proof: ours, and
 * those of others.
 *
 * @param send sends the requests
 */
export async function proofContenders(send: Fetch): Promise<readonly ProofContender[]> {
  const bare: ProofContender = {
    name: "bare `fetch`",
    algorithm: "",
    isProved: false,
    run: () => send(url, { headers: { authorization } }),
  };
  const ofAlgorithms = algorithms.map((algorithm) =>
    Promise.all([
      signature(algorithm),
      boundFetch(algorithm, send),
      oauth4webapiRequest(algorithm, send),
    ]),
  );
  return [bare, ...(await Promise.all(ofAlgorithms)).flat(), await auth0Request(send)];
}

/** The least that a proof can cost. */
async function signature(algorithm: ProofAlgorithm): Promise<ProofContender> {
  const { subtle } = crypto;
  const how =
    algorithm === "ES256"
      ? { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" }
      : { name: "Ed25519" };
  const pair = await subtle.generateKey(how, false, ["sign", "verify"]);
  if (!("privateKey" in pair)) throw new TypeError("not a key pair");
  const text = new TextEncoder().encode("a".repeat(400));
  const run = () => subtle.sign(how, pair.privateKey, text);
  return { name: "the signature alone", algorithm, isProved: false, run };
}

async function boundFetch(algorithm: ProofAlgorithm, send: Fetch): Promise<ProofContender> {
  const dpop = createDpop({ algorithm });
  const reply = { access_token: accessToken, token_type: "DPoP" };
  const tokens = createTokenManager({ refresh: dpop.refresh(() => async () => reply) });
  await tokens.get();
  const fetch = dpop.fetch(tokens, send);
  const run = () => fetch(url, { headers: { authorization } });
  return { name: "`dpop.fetch`", algorithm, isProved: true, run };
}

/** As its example for DPoP has it: one handle for all requests, which keeps the nonces. */
async function oauth4webapiRequest(
  algorithm: ProofAlgorithm,
  send: Fetch,
): Promise<ProofContender> {
  const pair = await oauth4webapi.generateKeyPair(algorithm);
  const options: oauth4webapi.ProtectedResourceRequestOptions = {
    DPoP: oauth4webapi.DPoP({}, pair),
    [oauth4webapi.customFetch]: (target, { method, headers }) => send(target, { method, headers }),
  };
  const { protectedResourceRequest: request } = oauth4webapi;
  const run = () => request(accessToken, "GET", new URL(url), undefined, null, options);
  return { name: "oauth4webapi", algorithm, isProved: true, run };
}

/**
 * auth0-spa-js cannot run without a browser: it keeps its key and its nonces in IndexedDB, and reads both for
 * each request. This is the rest of what it does for one: the library that signs, and a `Request`. It signs
 * with ES256 only.
 */
async function auth0Request(send: Fetch): Promise<ProofContender> {
  const pair = await generateKeyPair("ES256", { extractable: false });
  const run = async () => {
    const request = new Request(url);
    request.headers.set("authorization", `DPoP ${accessToken}`);
    const target = new URL(request.url);
    target.search = "";
    const proof = await generateProof(pair, target.href, request.method, undefined, accessToken);
    request.headers.set("dpop", proof);
    return send(request);
  };
  return { name: "dpop, as auth0-spa-js calls it", algorithm: "ES256", isProved: true, run };
}
