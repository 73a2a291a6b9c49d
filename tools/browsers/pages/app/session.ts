import { browserStore, deviceKey, remoteTokens } from "@refresh-once/browser";
import {
  createTokenManager,
  type Seed,
  type TokenManager,
  type TokenStore,
} from "@refresh-once/core";
import { encryptedStore } from "@refresh-once/encryption";
import { refreshTokenGrant } from "@refresh-once/providers";
import type { AppSettings, Place } from "./settings.ts";
import { connect, type WorkerPlace } from "./worker-connection.ts";

declare global {
  /** The registration at the authorization server. The bundler sets it. */
  const CLIENT: { readonly clientId: string; readonly clientSecret: string };
}

/** One login in one context. */
export interface Session {
  readonly tokens: TokenManager;
  /** Stores the tokens of a new login. */
  signIn(login: Seed): Promise<void>;
}

/** Opens the session of a key as the settings say. */
export function openSession({ key, place }: AppSettings): Session {
  if (place === "memory") return lonelySession(key);
  const tokens = tokensIn(place, key);
  return { tokens, signIn: (login) => tokens.set(login) };
}

function tokensIn(place: Exclude<Place, "memory">, key: string): TokenManager {
  if (place === "page") return sharedTokens(key);
  if (place === "encrypted-page") return tokensOf(encrypted(browserStore({ key })));
  return tokensFrom(place, key);
}

function encrypted(store: TokenStore): TokenStore {
  return encryptedStore(store, { keys: [{ kid: "device", secret: deviceKey() }] });
}

/** A manager in this page or worker, with the store that all contexts of the origin share. */
export function sharedTokens(key: string): TokenManager {
  return tokensOf(browserStore({ key }));
}

function tokensOf(store: TokenStore): TokenManager {
  return createTokenManager({ refresh: refreshFunction(), store });
}

/** The manager of a worker that serves all pages. A context that cannot have such a worker uses the same store. */
function tokensFrom(place: WorkerPlace, key: string): TokenManager {
  return remoteTokens(() => connect(place, key), { fallback: () => sharedTokens(key) });
}

/**
 * What a page does without a shared store: a manager in memory, and the tokens of the login in localStorage, so
 * that a reload does not end the login.
 */
function lonelySession(key: string): Session {
  const save = (tokens: Seed) => localStorage.setItem(key, JSON.stringify(tokens));
  const refresh = refreshFunction();
  const tokens = createTokenManager({
    refresh: async (current, context) => {
      const next = await refresh(current, context);
      save(next);
      return next;
    },
    seed: () => JSON.parse(localStorage.getItem(key) ?? "{}"),
  });
  return { tokens, signIn: async (login) => save(login) };
}

function refreshFunction() {
  const { clientId, clientSecret } = CLIENT;
  return refreshTokenGrant({ url: `${location.origin}/rfc6749/token`, clientId, clientSecret });
}
