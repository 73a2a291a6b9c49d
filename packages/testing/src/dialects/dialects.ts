import { type ProviderName, registeredProviderNames } from "../provider-name.ts";
import { autional } from "./autional.ts";
import { clientCredentials } from "./client-credentials.ts";
import type { Dialect } from "./dialect.ts";
import { oroBank } from "./oro-bank.ts";
import { partner } from "./partner.ts";
import { registeredProvider } from "./registered-providers.ts";
import { rfc6749 } from "./rfc6749.ts";
import { vault } from "./vault.ts";

const own = { oroBank, vault, clientCredentials, autional, partner, rfc6749 };

const dialects: ReadonlyMap<ProviderName, Dialect> = new Map([
  ...Object.entries(own).filter(isNamed),
  ...registeredProviderNames.map((name) => [name, registeredProvider(name)] as const),
]);

function isNamed(entry: [string, Dialect]): entry is [keyof typeof own, Dialect] {
  return Object.hasOwn(own, entry[0]);
}

/** The dialect of a provider. */
export function dialectOf(name: ProviderName): Dialect {
  const dialect = dialects.get(name);
  if (dialect === undefined) throw new TypeError(`there is no provider "${name}"`);
  return dialect;
}
