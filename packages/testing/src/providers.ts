import type { ClientRegistration } from "./dialects/dialect.ts";
import type { ProviderSettings } from "./options.ts";
import { Provider } from "./provider.ts";
import { type ProviderName, providerNames } from "./provider-name.ts";

/** What a path leads to. */
export interface Endpoint {
  readonly kind: "token" | "resource";
  readonly provider: Provider;
}

/** All providers of one server. */
export class Providers {
  readonly #all: ReadonlyMap<ProviderName, Provider>;

  constructor(client: ClientRegistration, settings: ProviderSettings) {
    this.#all = new Map(providerNames.map((name) => [name, new Provider(name, client, settings)]));
  }

  /** @throws TypeError when there is no such provider */
  get(name: ProviderName): Provider {
    const provider = this.#all.get(name);
    if (provider === undefined) {
      throw new TypeError(`"provider" must be one of ${providerNames.join(", ")}`);
    }
    return provider;
  }

  /** The named one, or all. */
  select(name: ProviderName | undefined): readonly Provider[] {
    return name === undefined ? [...this.#all.values()] : [this.get(name)];
  }

  /** What the path of a request, with or without a query, leads to. */
  at(url: string): Endpoint | undefined {
    const [path = ""] = url.split("?", 1);
    for (const provider of this.#all.values()) {
      const { tokenPath, resourcePath } = provider.dialect;
      if (path === tokenPath) return { kind: "token", provider };
      if (`${path}/`.startsWith(`${resourcePath}/`)) return { kind: "resource", provider };
    }
    return undefined;
  }
}
