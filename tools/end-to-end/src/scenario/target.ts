import type { AuthorizationServer } from "@refresh-once/testing";
import type { PresetName } from "./presets.ts";

/** Where one provider is found on a server; plain data, so that another process can have it. */
export interface Target {
  readonly provider: PresetName;
  readonly tokenUrl: string;
  readonly resourceUrl: string;
  readonly client: AuthorizationServer["client"];
}

export function targetOf(server: AuthorizationServer, provider: PresetName): Target {
  return {
    provider,
    tokenUrl: server.tokenUrl(provider),
    resourceUrl: server.resourceUrl(provider),
    client: server.client,
  };
}
