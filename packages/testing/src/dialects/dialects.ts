import type { ProviderName } from "../provider-name.ts";
import { autional } from "./autional.ts";
import { clientCredentials } from "./client-credentials.ts";
import type { Dialect } from "./dialect.ts";
import { oroBank } from "./oro-bank.ts";
import { partner } from "./partner.ts";
import { rfc6749 } from "./rfc6749.ts";
import { vault } from "./vault.ts";

/** The dialect of each provider. */
export const dialects: Readonly<Record<ProviderName, Dialect>> = {
  oroBank,
  vault,
  clientCredentials,
  autional,
  partner,
  rfc6749,
};
