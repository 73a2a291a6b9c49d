import type { RefreshFunction } from "@refresh-once/core";
import { autional, clientCredentials, oroBank, partner, vault } from "@refresh-once/providers";
import type { Target } from "./target.ts";

/** The five providers, in the order in which they are shown. */
export const presetNames = [
  "oroBank",
  "vault",
  "clientCredentials",
  "autional",
  "partner",
] as const;

export type PresetName = (typeof presetNames)[number];

const presets: Readonly<Record<PresetName, (target: Target) => RefreshFunction>> = {
  oroBank: ({ tokenUrl }) => oroBank({ url: tokenUrl }),
  vault: ({ tokenUrl }) => vault({ url: tokenUrl }),
  clientCredentials: ({ tokenUrl, client: { clientId, clientSecret } }) =>
    clientCredentials({ url: tokenUrl, clientId, clientSecret }),
  autional: ({ tokenUrl }) => autional({ url: tokenUrl }),
  partner: ({ tokenUrl, client: { partnerId } }) => partner({ url: tokenUrl, partnerId }),
};

/** The preset of a provider, pointed at a server of ours. */
export function refreshFor(target: Target): RefreshFunction {
  return presets[target.provider](target);
}
