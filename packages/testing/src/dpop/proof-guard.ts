import { randomUUID } from "node:crypto";
import type { Reply } from "../http/reply.ts";
import type { ProviderSettings } from "../options.ts";
import type { ReceivedRequest } from "../request-log.ts";
import type { Binding } from "./binding.ts";
import { readProof } from "./read-proof.ts";

/** The kinds of endpoints whose nonces differ. */
export type GuardedEndpoint = "token" | "resource";

/** The result of checking the proof of a request. */
export type CheckedProof =
  | { readonly kind: "absent" }
  | { readonly kind: "valid"; readonly binding: Binding }
  | {
      readonly kind: "rejected";
      readonly error: "invalid_dpop_proof" | "use_dpop_nonce";
      readonly description: string;
    };

/** A request that may have a proof. */
export interface GuardedRequest {
  readonly endpoint: GuardedEndpoint;
  readonly request: ReceivedRequest;
  readonly accessToken?: string | undefined;
}

/** Checks the proofs of one provider: each can be used once, and must have the newest nonce if one is required. */
export class ProofGuard {
  readonly #settings: () => ProviderSettings;
  readonly #seen = new Set<string>();
  #nonces = newNonces();

  constructor(settings: () => ProviderSettings) {
    this.#settings = settings;
  }

  changeNonces(): void {
    this.#nonces = newNonces();
  }

  async check({ endpoint, request, accessToken }: GuardedRequest): Promise<CheckedProof> {
    const { dpop, dpopTolerance: tolerance } = this.#settings();
    const given = request.headers.dpop;
    if (dpop === "off" || given === undefined) return { kind: "absent" };
    const proof = await readProof(given, { request, accessToken, tolerance });
    if (typeof proof === "string") return invalid(proof);
    if (this.#requiresNonce(endpoint) && proof.nonce !== this.#nonces[endpoint]) {
      const description = "The proof must have the nonce of this response.";
      return { kind: "rejected", error: "use_dpop_nonce", description };
    }
    if (this.#seen.has(proof.jti)) return invalid("The proof was used before.");
    this.#seen.add(proof.jti);
    return { kind: "valid", binding: proof.binding };
  }

  /** Adds the nonce to a response of an endpoint that requires one. */
  withNonce(endpoint: GuardedEndpoint, reply: Reply): Reply {
    if (!this.#requiresNonce(endpoint)) return reply;
    return { ...reply, headers: { ...reply.headers, "dpop-nonce": this.#nonces[endpoint] } };
  }

  #requiresNonce(endpoint: GuardedEndpoint): boolean {
    const { dpop, dpopNonces } = this.#settings();
    return dpop !== "off" && (dpopNonces === "both" || dpopNonces === endpoint);
  }
}

function newNonces(): Readonly<Record<GuardedEndpoint, string>> {
  return { token: randomUUID(), resource: randomUUID() };
}

function invalid(description: string): CheckedProof {
  return { kind: "rejected", error: "invalid_dpop_proof", description };
}
