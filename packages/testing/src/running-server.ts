import type { AuthorizationServer, IssuedTokens } from "./authorization-server.ts";
import { type Counters, sumOf } from "./counters.ts";
import type { ClientRegistration } from "./dialects/dialect.ts";
import type { Fault, FaultyEndpoint } from "./fault.ts";
import type { Listener } from "./http/listener.ts";
import type { ProviderOptions } from "./options.ts";
import type { ProviderName, RevocableProviderName } from "./provider-name.ts";
import type { Providers } from "./providers.ts";
import type { ReceivedRequest, RequestLog } from "./request-log.ts";

/** The state that request handlers and the server's owner share. */
export interface ServerState {
  readonly client: ClientRegistration;
  readonly providers: Providers;
  /** Requests to the token endpoints of all providers. */
  readonly requests: RequestLog;
  readonly foreignRequests: RequestLog;
  readonly closing: AbortController;
}

/** A running server as its owner sees it: two listeners and their state. */
export class RunningServer implements AuthorizationServer {
  readonly origin: string;
  readonly otherOrigin: string;
  readonly client: ClientRegistration;
  readonly #listeners: readonly Listener[];
  readonly #state: ServerState;
  #closed: Promise<void> | undefined;

  constructor(own: Listener, other: Listener, state: ServerState) {
    this.origin = own.origin;
    this.otherOrigin = other.origin;
    this.client = state.client;
    this.#listeners = [own, other];
    this.#state = state;
  }

  tokenUrl(provider: ProviderName): string {
    return this.origin + this.#state.providers.get(provider).dialect.tokenPath;
  }

  revocationUrl(provider: RevocableProviderName): string {
    return this.origin + this.#state.providers.revocationOf(provider).path;
  }

  resourceUrl(provider: ProviderName): string {
    return this.origin + this.#state.providers.get(provider).dialect.resourcePath;
  }

  issueRefreshToken(provider: ProviderName): string {
    const { dialect, ledger, settings } = this.#state.providers.get(provider);
    if (dialect.grantType === "client_credentials") {
      throw new TypeError(`issueRefreshToken: "${provider}" has no refresh tokens`);
    }
    return ledger.openFamily(settings).value;
  }

  issueTokens(provider: ProviderName): IssuedTokens {
    const { dialect, ledger, settings } = this.#state.providers.get(provider);
    const { accessToken, refreshToken, expiresAt } =
      dialect.grantType === "client_credentials"
        ? ledger.issueToClient(settings)
        : ledger.openFamilyWithAccess(settings);
    return { accessToken, refreshToken: refreshToken?.value ?? "", expiresAt };
  }

  configure(provider: ProviderName, options: ProviderOptions): void {
    this.#state.providers.get(provider).configure(options);
  }

  expireAccessTokens(provider?: ProviderName): void {
    for (const { ledger } of this.#state.providers.select(provider)) ledger.expireAccessTokens();
  }

  changeDpopNonces(provider?: ProviderName): void {
    for (const { proofs } of this.#state.providers.select(provider)) proofs.changeNonces();
  }

  revokeRefreshTokens(provider?: ProviderName): void {
    for (const { ledger } of this.#state.providers.select(provider)) ledger.revokeFamilies();
  }

  fault(name: ProviderName, fault: Fault, times = 1, endpoint: FaultyEndpoint = "token"): void {
    const { providers } = this.#state;
    const provider = providers.get(name);
    if (endpoint === "revocation") providers.revocationOf(name);
    const queue = endpoint === "revocation" ? provider.revocationFaults : provider.faults;
    queue.add(fault, times);
  }

  counters(provider?: ProviderName): Counters {
    return sumOf(this.#state.providers.select(provider).map(({ counters }) => counters));
  }

  requests(provider?: ProviderName): readonly ReceivedRequest[] {
    const { providers, requests } = this.#state;
    return (provider === undefined ? requests : providers.get(provider).requests).snapshot();
  }

  foreignRequests(): readonly ReceivedRequest[] {
    return this.#state.foreignRequests.snapshot();
  }

  close(): Promise<void> {
    this.#closed ??= this.#end();
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #end(): Promise<void> {
    this.#state.closing.abort();
    await Promise.all(this.#listeners.map((listener) => listener.close()));
  }
}
