import { browserStore } from "@refresh-once/browser";
import { createTokenManager } from "@refresh-once/core";
import { autional } from "@refresh-once/providers";

export const tokens = createTokenManager({
  refresh: autional({ url: `${location.origin}/autional/oauth/refresh` }),
  store: browserStore({ key: "session" }),
});
