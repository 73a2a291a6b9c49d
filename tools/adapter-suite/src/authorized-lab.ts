import {
  createTokenManager,
  memoryStore,
  type RefreshFunction,
  type Seed,
  type TokenEvent,
  type TokenManager,
  type TokenManagerOptions,
  type TokenSet,
  type TokenStore,
} from "@refresh-once/core";
import { refreshTokenGrant, tokenRevocation } from "@refresh-once/providers";
import {
  type AuthorizationServer,
  type Counters,
  type IssuedTokens,
  type ProviderOptions,
  startAuthorizationServer,
} from "@refresh-once/testing";
import type { Adapter, Answer, Client } from "./adapter.ts";

export const provider = "rfc6749";

/** What one process has of an account: a manager on the lab's store, and a client with the adapter. */
export interface Holder {
  readonly tokens: TokenManager;
  readonly client: Client;
  /** What the manager has told so far. */
  readonly events: readonly TokenEvent[];
  /** One request to the protected resource. */
  request(signal?: AbortSignal): Promise<Answer>;
}

/** What a refresh case works with: an authorization server, a store, and a holder of its tokens. */
export interface AuthorizedLab extends Holder, AsyncDisposable {
  readonly adapter: Adapter;
  readonly server: AuthorizationServer;
  readonly store: TokenStore;
  /** What the account was logged in with. */
  readonly login: Seed;
  /** The refresh token grant at the server, as a holder makes it. */
  readonly grant: RefreshFunction;
  /** What the token endpoint has given, in order. */
  readonly granted: readonly TokenSet[];
  counters(): Counters;
  /** The tokens of another login, good from now on. */
  issue(): IssuedTokens;
  /** Another process of the same account. */
  join(options?: Partial<TokenManagerOptions>): Holder;
}

/** Options of a lab: beside these, what its manager is told. */
export interface AuthorizedLabOptions extends Partial<Omit<TokenManagerOptions, "refresh">> {
  readonly server?: ProviderOptions;
  /** Default: an access token that the server, and only the server, knows to have ended. */
  readonly login?: (issued: IssuedTokens, server: AuthorizationServer) => Seed;
  /** What comes around the refresh token grant. */
  readonly around?: (grant: RefreshFunction) => RefreshFunction;
}

/** Opens a lab whose account is logged in. */
export async function openAuthorizedLab(
  adapter: Adapter,
  options: AuthorizedLabOptions = {},
): Promise<AuthorizedLab> {
  const { server: provided, login = stale, around = (grant) => grant, ...own } = options;
  const server = await startAuthorizationServer(provided);
  const store = memoryStore();
  const granted: TokenSet[] = [];
  const { clientId, clientSecret } = server.client;
  const send = refreshTokenGrant({ url: server.tokenUrl(provider), clientId, clientSecret });
  const grant: RefreshFunction = async (current, context) => {
    const tokens = await send(current, context);
    granted.push(tokens);
    return tokens;
  };
  const revoke = tokenRevocation({ url: server.revocationUrl(provider), clientId, clientSecret });
  const join = (joining: Partial<TokenManagerOptions> = {}) =>
    holderOf(adapter, server, { refresh: grant, revoke, store, ...joining });
  const first = join({ ...own, refresh: around(grant) });
  const tokens = login(server.issueTokens(provider), server);
  await first.tokens.set(tokens);
  return {
    ...first,
    ...{ adapter, server, store, login: tokens, grant, granted, join },
    counters: () => server.counters(provider),
    issue: () => server.issueTokens(provider),
    [Symbol.asyncDispose]: () => server.close(),
  };
}

function holderOf(
  adapter: Adapter,
  server: AuthorizationServer,
  options: TokenManagerOptions,
): Holder {
  const events: TokenEvent[] = [];
  const onEvent = (event: TokenEvent) => events.push(event);
  const tokens = createTokenManager({ onEvent, ...options });
  const client = adapter.attach(server.origin, tokens);
  const url = server.resourceUrl(provider);
  const request = (signal?: AbortSignal) => client({ url, ...(signal && { signal }) });
  return { tokens, client, events, request };
}

function stale({ accessToken, refreshToken }: IssuedTokens, server: AuthorizationServer): Seed {
  server.expireAccessTokens(provider);
  return { accessToken, refreshToken };
}
