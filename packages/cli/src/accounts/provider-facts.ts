import type { ProviderFacts, ProviderRefresh } from "@refresh-once/providers";
import type { Account } from "./account.ts";

/** What the preset of an account knows of its provider. */
export function factsOf({ options: { refresh } }: Account): Partial<ProviderFacts> {
  return isPreset(refresh) ? refresh.provider : {};
}

function isPreset(refresh: object): refresh is ProviderRefresh {
  return "provider" in refresh && typeof refresh.provider === "object" && refresh.provider !== null;
}
