import type { Seed } from "@refresh-once/core";
import { addFrame, type Outcome, outcomeOf } from "../app/outcome.ts";
import { auth0 } from "./auth0.ts";
import { oidc } from "./oidc.ts";
import type { Peer } from "./peer.ts";
import { supabase } from "./supabase.ts";

const peers: Readonly<Record<string, (key: string) => Peer>> = { auth0, supabase, oidc };

/** A library with what a careful application adds: the requests of one page share one call for a new token. */
class OpenPeer {
  readonly peer: Peer;
  #renewing: Promise<string> | undefined;

  constructor(peer: Peer) {
    this.peer = peer;
  }

  /** Sends a request, and once more if the access token was rejected. */
  async send(): Promise<number> {
    const token = await this.peer.get();
    const status = await sendWith(token);
    return status === 401 ? sendWith(await this.#renew(token)) : status;
  }

  async #renew(rejected: string): Promise<string> {
    const present = await this.peer.get();
    if (present !== rejected) return present;
    this.#renewing ??= this.peer.renew().finally(() => {
      this.#renewing = undefined;
    });
    return this.#renewing;
  }
}

/** The same application as in `app/`, with another library. */
class PeerTab {
  readonly #open: () => OpenPeer;
  #peer: OpenPeer | undefined;

  constructor({ pathname, search }: Location) {
    const query = new URLSearchParams(search);
    const open = peers[query.get("place") ?? ""];
    if (!open) throw new TypeError(`no such library: ${search}`);
    this.#open = () => new OpenPeer(open(query.get("key") ?? ""));
    const isWithFrame = query.getAll("with").includes("frame");
    query.delete("with");
    if (isWithFrame) addFrame(`${pathname}?${query}`);
  }

  signIn(login: Seed): Promise<void> {
    return this.#open().peer.signIn(login);
  }

  request(count: number): Promise<Outcome> {
    // A library may refresh as soon as it is opened.
    this.#peer ??= this.#open();
    const peer = this.#peer;
    return outcomeOf(() => peer.send(), count);
  }

  requestAnew(): Promise<Outcome> {
    const peer = this.#open();
    return outcomeOf(() => peer.send(), 1);
  }
}

async function sendWith(token: string): Promise<number> {
  const headers = { authorization: `Bearer ${token}` };
  return (await fetch(`${location.origin}/rfc6749/accounts`, { headers })).status;
}

Reflect.set(globalThis, "app", new PeerTab(location));
