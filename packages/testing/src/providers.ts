import type { ClientRegistration, RevocationEndpoint } from "./dialects/dialect.ts";
import type { ProviderSettings } from "./options.ts";
import { Provider } from "./provider.ts";
import { type ProviderName, providerNames } from "./provider-name.ts";

/** The endpoint at a path. */
export type Endpoint =
  | { readonly kind: "token" | "resource"; readonly provider: Provider }
  | {
      readonly kind: "revocation";
      readonly provider: Provider;
      readonly revocation: RevocationEndpoint;
    };

/** All providers of one server. */
export class Providers {
  readonly #all: ReadonlyMap<ProviderName, Provider>;

  constructor(client: ClientRegistration, settings: ProviderSettings) {
    this.#all = new Map(providerNames.map((name) => [name, new Provider(name, client, settings)]));
  }

  /**
   * The provider with this name.
   *
   * @throws {TypeError} if there is none
   */
  get(name: ProviderName): Provider {
    const provider = this.#all.get(name);
    if (provider === undefined) {
      throw new TypeError(`"provider" must be one of ${providerNames.join(", ")}`);
    }
    return provider;
  }

  /**
   * The revocation endpoint of a provider.
   *
   * @throws {TypeError} if the provider has none
   */
  revocationOf(name: ProviderName): RevocationEndpoint {
    const { revocation } = this.get(name).dialect;
    if (revocation !== undefined) return revocation;
    const having = this.select(undefined).filter(({ dialect }) => dialect.revocation);
    throw new TypeError(
      `"provider" must be one with a revocation endpoint: ${having.map((one) => one.name).join(", ")}`,
    );
  }

  /** The provider with this name, or all providers. */
  select(name: ProviderName | undefined): readonly Provider[] {
    return name === undefined ? [...this.#all.values()] : [this.get(name)];
  }

  /** The endpoint for the URL of a request. */
  at(url: string): Endpoint | undefined {
    const [path = ""] = url.split("?", 1);
    for (const provider of this.#all.values()) {
      const { tokenPath, resourcePath, revocation } = provider.dialect;
      if (path === tokenPath) return { kind: "token", provider };
      if (path === revocation?.path) return { kind: "revocation", provider, revocation };
      if (`${path}/`.startsWith(`${resourcePath}/`)) return { kind: "resource", provider };
    }
    return undefined;
  }
}
